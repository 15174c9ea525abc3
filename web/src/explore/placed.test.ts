import { expect, test } from 'vitest'

import { EMPTY, withNeighbourhood } from './network'
import { placed } from './placed'

const place = (id: string) => ({ __typename: 'Place' as const, id, name: id, level: null })
const link = (to: string) => ({ __typename: 'Link' as const, link: 'PART_OF' as const, from: 'a', to, since: null, until: null, status: null })

test('a drawing keeps within its borders, and the best connected element is the heaviest', () => {
  const network = withNeighbourhood(EMPTY, 'a', { nodes: ['a', 'b', 'c'].map(place), edges: ['b', 'c'].map(link) })
  const points = placed(network, 'cs', 800, 400)
  for (const { x, y } of points) {
    expect(x >= 0 && x <= 800).toBe(true)
    expect(y >= 0 && y <= 400).toBe(true)
  }
  expect(points.toSorted((a, b) => b.weight - a.weight)[0]!.id).toBe('a')
})

test('one element alone stands in the middle', () => {
  const alone = withNeighbourhood(EMPTY, 'a', { nodes: [place('a')], edges: [] })
  expect(placed(alone, 'cs', 800, 400)[0]!.y).toBe(200)
})
