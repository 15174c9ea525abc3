import { expect, test } from 'vitest'

import { forced, leftOf, type Mark, Room, shortened } from './labels'

const SHEET = { width: 800, height: 470 }
const mark = (x: number, y: number): Mark => ({ x, y, radius: 7 })

test('a label stands to the right, and elsewhere where that is taken or off the sheet', () => {
  const [west, east, edge] = [mark(100, 100), mark(122, 100), mark(795, 200)]
  const room = new Room(SHEET, [west, east, edge])
  expect(room.place(west, 16, 11)!.anchor).toBe('end')
  expect(room.place(east, 40, 11)!.anchor).toBe('start')
  expect(room.place(edge, 8, 11)!.anchor).toBe('end')
})

test('where there is no room at all, there is no label', () => {
  const crowd = [-1, 0, 1].flatMap((across) => [-1, 0, 1].map((down) => mark(200 + across * 15, 200 + down * 15)))
  expect(new Room(SHEET, crowd).place(crowd[4]!, 80, 11)).toBeNull()
})

test('of two labels at the same place the first stays beside its mark, and the other goes elsewhere', () => {
  const room = new Room(SHEET, [])
  const [first, second] = [room.place(mark(100, 100), 60, 11), room.place(mark(100, 104), 60, 11)]
  expect(first!.anchor).toBe('start')
  expect(second).not.toBeNull()
  expect(second!.anchor).not.toBe('start')
})

test('a label that is shown whatever it covers does not leave the sheet', () => {
  expect(forced(mark(100, 50), 40, 11, 800).anchor).toBe('start')
  expect(leftOf(forced(mark(780, 50), 40, 11, 800), 40)).toBe(729)
  expect(leftOf(forced(mark(20, 50), 790, 11, 800), 790)).toBe(0)
})

test('a long label is cut', () => {
  expect(shortened('abcdef', 4)).toBe('abc…')
  expect(shortened('abc', 4)).toBe('abc')
})
