import { expect, test } from 'vitest'

import { place } from './drawLabel'

test('a label stands to the right of its element', () => {
  expect(place({ x: 100, y: 50, size: 6, width: 40 }, 400)).toEqual({ left: 110, right: 150, y: 50 })
})

test('a label that would leave the picture at the right stands to the left', () => {
  expect(place({ x: 380, y: 50, size: 6, width: 40 }, 400)).toEqual({ left: 330, right: 370, y: 50 })
})
