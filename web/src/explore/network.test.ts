import { expect, test } from 'vitest'

import type { NamedFragment } from '../gql/graphql'
import { countsOf, EMPTY, filtered, NO_FILTER, neighboursOf, typesOf, withNeighbourhood, yearsOf } from './network'

const library: NamedFragment = { __typename: 'Library', id: 'l', name: 'Library', libraryKind: null, places: { __typename: 'ConnectedPlaceConnection', nodes: [] } }
const topic: NamedFragment = { __typename: 'Topic', id: 't', name: 'Memory', nameEn: null }
const activity = { __typename: 'Activity', id: 'a', name: 'Café' } as NamedFragment

const around = {
  __typename: 'Neighbourhood' as const,
  nodes: [library, activity, topic],
  edges: [
    { __typename: 'Link' as const, link: 'RUNS' as const, from: 'l', to: 'a', since: '2019', until: '2021-05', status: 'PROPOSED' as const },
    { __typename: 'Link' as const, link: 'ABOUT' as const, from: 'a', to: 't', since: null, until: null, status: null },
  ],
  truncated: false,
}
const network = withNeighbourhood(EMPTY, 'a', around)

test('opening the same neighbourhood twice changes nothing', () => {
  expect(withNeighbourhood(network, 'a', around)).toEqual(network)
})

test('neighbours come in the order of names, with the connection', () => {
  expect(neighboursOf(network, 'a').map(({ node, link }) => [node.id, link.type])).toEqual([
    ['l', 'RUNS'],
    ['t', 'ABOUT'],
  ])
})

test('a hidden type takes its connections with it', () => {
  const left = filtered(network, { ...NO_FILTER, hidden: new Set(['Topic']) })
  expect([...left.nodes.keys()]).toEqual(['l', 'a'])
  expect(left.links.size).toBe(1)
})

test('a year leaves out what is known not to have held then', () => {
  expect(filtered(network, { ...NO_FILTER, year: 2022 }).links.size).toBe(1)
  expect(filtered(network, { ...NO_FILTER, year: 2020 }).links.size).toBe(2)
})

test('types are counted, and years told', () => {
  expect(Object.fromEntries(countsOf(network))).toEqual({ Library: 1, Activity: 1, Topic: 1 })
  expect(yearsOf(network)).toEqual([2019, 2021])
})

test('of those who act, the ones that the service names are left, and what they have to do with', () => {
  const further = { __typename: 'Link' as const, link: 'PARTNERS_WITH' as const, from: 'l', to: 'o', since: null, until: null, status: null }
  const other = { ...library, id: 'o' }
  const larger = withNeighbourhood(network, 'l', { nodes: [other], edges: [further] })
  expect([...filtered(larger, NO_FILTER, [new Set(['a'])]).nodes.keys()]).toEqual(['a', 't'])
  expect([...filtered(larger, NO_FILTER, [new Set(['a', 'l']), new Set(['l', 'o'])]).nodes.keys()]).toEqual(['l'])
})

test('with a type hidden, the others are asked for', () => {
  expect(typesOf(NO_FILTER)).toBeNull()
  expect(typesOf({ ...NO_FILTER, hidden: new Set(['Library']) })).not.toContain('LIBRARY')
})
