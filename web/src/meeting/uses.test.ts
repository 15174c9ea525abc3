import { expect, test } from 'vitest'

import { isComplete, valuesOf } from './uses'

test('the address is the question; the library of the device answers where it may', () => {
  expect(valuesOf('resources', new URLSearchParams('resource=space'), 'mine')).toEqual({ near: 'mine', resource: 'space' })
  expect(valuesOf('town', new URLSearchParams(), 'mine')).toEqual({ place: undefined })
  expect(valuesOf('similar', new URLSearchParams('library=theirs'), 'mine')).toEqual({ library: 'theirs' })
})

test('a use answers once all that it needs is chosen', () => {
  expect(isComplete('connectors', { one: 'a' })).toBe(false)
  expect(isComplete('services', { group: 'seniors' })).toBe(true)
})
