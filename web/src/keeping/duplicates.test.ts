import { expect, test } from 'vitest'

import type { TwinFragment } from '../gql/graphql'
import { pairOf, rows, shown } from './duplicates'

const twin = (id: string, more: object = {}) =>
  ({ __typename: 'Organization', id, name: 'Klub', places: { nodes: [] }, activities: { totalCount: 0, nodes: [] }, ...more }) as unknown as TwinFragment

test('a pair has the same key whichever comes first', () => {
  const duplicate = { one: twin('b'), other: twin('a'), score: 0.876, reasons: [{ text: 'the same name' }] }
  expect(pairOf(duplicate)).toMatchObject({ key: 'a b', percent: 88, reasons: ['the same name'] })
})

test('what is gone, or one by now, is no pair', () => {
  expect(pairOf({ one: null, other: twin('a'), score: 1, reasons: [] })).toBeNull()
  expect(pairOf({ one: twin('a'), other: twin('a'), score: 1, reasons: [] })).toBeNull()
})

test('what either has stands side by side, and what neither has is left out', () => {
  const activities = { totalCount: 3, nodes: [{ id: 'x', name: 'Čtení' }] }
  const found = rows([twin('a', { url: 'https://a.example', ico: '1' }), twin('b', { ico: '1', activities })])
  expect(found).toEqual([
    { property: 'id', values: ['a', 'b'], same: false },
    { property: 'url', values: ['https://a.example', ''], same: false },
    { property: 'ico', values: ['1', '1'], same: true },
    { property: 'activities', values: ['', 'Čtení (+2)'], same: false },
  ])
})

test('what was decided leaves the list at once, and what was undone is back before the service lists it', () => {
  const [ab, cd, ef] = ['ab', 'cd', 'ef'].map((ids) => pairOf({ one: twin(ids[0]!), other: twin(ids[1]!), score: 1, reasons: [] })!)
  expect(shown([ab!, cd!], [ab!], [ef!])).toEqual([ef, cd])
  expect(shown([ab!, cd!], [], [cd!])).toEqual([cd, ab])
})
