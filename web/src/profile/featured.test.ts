import { expect, test } from 'vitest'

import { inOrder } from './featured'

const named = (...ids: string[]) => ids.map((id) => ({ id }))

test('what its organizer puts first stands first, in its order, and once', () => {
  const featured = [
    { featured: 2, node: { id: 'c' } },
    { featured: 1, node: { id: 'z' } }, // beyond the first page of activities
  ]
  expect(inOrder(named('a', 'b', 'c'), featured).map(({ activity }) => activity.id)).toEqual(['z', 'c', 'a', 'b'])
})

test('without an order of its own, activities stay as they came', () => {
  expect(inOrder(named('b', 'a')).map(({ place }) => place)).toEqual([null, null])
})
