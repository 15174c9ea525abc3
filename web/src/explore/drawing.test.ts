import { expect, test } from 'vitest'

import type { NamedFragment } from '../gql/graphql'
import { communitiesOf, emptyGraph, membersOf, redraw } from './drawing'
import { EMPTY, type Network } from './network'

function ring(size: number): Network {
  const ids = Array.from({ length: size }, (_, n) => `n${n}`)
  const nodes = new Map(ids.map((id) => [id, { __typename: 'Community', id, name: id } as NamedFragment]))
  const links = new Map(ids.map((from, n) => [from, { type: 'PARTNERS_WITH', from, to: ids[(n + 1) % size]!, since: null, until: null }]))
  return { ...EMPTY, nodes, links }
}

const placesOf = (graph: ReturnType<typeof emptyGraph>) => graph.mapNodes((id, { x, y }) => [id, x, y])

test('the same network is always drawn the same way', () => {
  const [one, other] = [emptyGraph(), emptyGraph()]
  redraw(one, ring(12), 'cs')
  redraw(other, ring(12), 'cs')
  expect(placesOf(one)).toEqual(placesOf(other))
})

test('a graph follows its network', () => {
  const graph = emptyGraph()
  redraw(graph, ring(12), 'cs')
  redraw(graph, ring(5), 'cs')
  expect([graph.order, graph.size]).toEqual([5, 5])
  expect(communitiesOf(ring(5)).size).toBe(5)
})

test('nothing is drawn of nothing', () => {
  redraw(emptyGraph(), EMPTY, 'cs')
  expect(communitiesOf(EMPTY).size).toBe(0)
})

test('each element is in one community, of which there are some', () => {
  const network = ring(12)
  const members = membersOf(network, communitiesOf(network))
  expect(members.map(([number]) => number)).toEqual(members.map((_, n) => n))
  expect(members.flatMap(([, nodes]) => nodes).length).toBe(12)
})
