import { expect, test } from 'vitest'

import { keyOf, read, taken, written } from './picked'

const PICKED = new Set([keyOf('near', 'a')])

test('who was picked is picked again for the same question, and for no other', () => {
  expect(read(written(PICKED, 'this'), 'this')).toEqual(PICKED)
  expect(read(written(PICKED, 'this'), 'that').size).toBe(0)
  expect(read(null, 'this').size).toBe(0)
})

test('everybody is taken along where nobody is picked', () => {
  expect(taken(PICKED, 'near', 'a')).toBe(true)
  expect(taken(PICKED, 'learnFrom', 'a')).toBe(false)
  expect(taken(new Set(), 'learnFrom', 'a')).toBe(true)
})
