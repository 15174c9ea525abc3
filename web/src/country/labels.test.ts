import { expect, test } from 'vitest'

import { labelsOf, type Mark } from './labels'

const SHEET = { width: 800, height: 470 }
const mark = (x: number, y: number, text = '1'): Mark => ({ x, y, radius: 7, text })

test('a label stands to the right, and elsewhere where that is taken or off the sheet', () => {
  const [west, east, edge] = labelsOf([mark(100, 100, '16'), mark(122, 100, '11, 15'), mark(795, 200)], 11, SHEET)
  expect(west!.anchor).toBe('end')
  expect(east!.anchor).toBe('start')
  expect(edge!.anchor).toBe('end')
})

test('where there is no room at all, there is no label', () => {
  const crowd = [-1, 0, 1].flatMap((across) => [-1, 0, 1].map((down) => mark(200 + across * 15, 200 + down * 15, '1, 2, 3, 4…')))
  expect(labelsOf(crowd, 11, SHEET)[4]).toBeNull()
})
