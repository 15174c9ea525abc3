import { expect, test } from 'vitest'

import type { NamedFragment } from '../gql/graphql'
import { asksForSomething, EMPTY, variablesOf } from './choice'

const TOPIC = { __typename: 'Topic', id: 'memory', name: 'Paměť' } as NamedFragment

test('a map that shows nothing is not asked for', () => {
  expect(asksForSomething({ ...EMPTY, search: ' ' })).toBe(false)
  expect(asksForSomething({ ...EMPTY, search: 'paměť' })).toBe(true)
  expect(asksForSomething({ ...EMPTY, topics: [TOPIC] })).toBe(true)
})

test('what is left empty is not said', () => {
  const said = variablesOf({ ...EMPTY, name: ' Mapa ', topics: [TOPIC], purpose: ' ' }, 'cs')
  expect(said).toMatchObject({ name: 'Mapa', topics: ['memory'], place: null, search: null, purpose: null, elements: [], language: 'cs' })
})
