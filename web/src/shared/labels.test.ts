import { expect, test } from 'vitest'

import { labelled, shortened } from './labels'

const point = (id: string, x: number, y: number, weight = 1) => ({ id, x, y, weight, label: 'library' })

test('of two labels that would cover each other, the more important one stays', () => {
  expect(labelled([point('a', 0, 0, 1), point('b', 10, 4, 2)])).toEqual(new Set(['b']))
})

test('labels side by side or one below the other both stay', () => {
  expect(labelled([point('a', 0, 0), point('b', 200, 0), point('c', 0, 20)]).size).toBe(3)
})

test('a long label is cut', () => {
  expect(shortened('abcdef', 4)).toBe('abc…')
  expect(shortened('abc', 4)).toBe('abc')
})
