import { expect, test } from 'vitest'

import type { NamedFragment } from '../gql/graphql'
import { groupsOf, idOf, inputOf, isRecent, namesLeft, type UnconfirmedTie } from './ties'

const library = { __typename: 'Library', id: 'l', name: 'Library' } as NamedFragment
const hall = { __typename: 'Resource', id: 'hall', name: 'Hall' } as NamedFragment
const tie = (given: Partial<UnconfirmedTie>) =>
  ({ link: null, from: null, to: null, parallel: null, confirmedAt: null, ended: false, element: library, ...given }) as UnconfirmedTie

test('a connection and an element are confirmed each in its own form', () => {
  const offered = tie({ link: 'OFFERS', from: 'l', to: 'hall', element: hall })
  expect(inputOf(offered)).toEqual({ connection: { link: 'OFFERS', from: 'l', to: 'hall', parallel: null } })
  expect(inputOf(tie({}))).toEqual({ element: 'l' })
  expect(idOf(offered)).not.toBe(idOf(tie({})))
})

test('only names that did not come with the ties are asked for, each once', () => {
  const about = tie({ link: 'ABOUT', from: 'a', to: 'hall', element: hall })
  expect(namesLeft(library, [about, about])).toEqual(['a'])
})

test('what belongs to an activity stands together, and the library itself comes first', () => {
  const activity = { __typename: 'Activity', id: 'a', name: 'Reading' } as NamedFragment
  const ties = [
    tie({ link: 'ABOUT', from: 'a', to: 'hall', element: hall }),
    tie({}),
    tie({ link: 'RUNS', from: 'l', to: 'a', element: activity }),
    tie({ link: 'OFFERS', from: 'l', to: 'hall', element: hall }),
  ]
  const nodes = new Map([library, hall, activity].map((node) => [node.id, node]))
  expect(groupsOf(library, ties, nodes).map(({ of, ties }) => [of.id, ties.length])).toEqual([
    ['l', 2],
    ['a', 2],
  ])
})

test('what was confirmed this month is done, unless it has ended', () => {
  const today = new Date('2026-03-20')
  expect(isRecent(tie({ confirmedAt: '2026-03-01' }), today)).toBe(true)
  expect(isRecent(tie({ confirmedAt: '2026-03-01', ended: true }), today)).toBe(false)
  expect(isRecent(tie({ confirmedAt: '2025-03-01' }), today)).toBe(false)
  expect(isRecent(tie({}), today)).toBe(false)
})
