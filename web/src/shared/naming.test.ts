import { expect, test } from 'vitest'

import type { NamedFragment, SuggestedFragment } from '../gql/graphql'
import { addressOf, placeOf, slugOf, whereOf } from './naming'

test('the slug of a name has letters that every address may have', () => {
  expect(slugOf('Městská knihovna – Kroměříž (pobočka 2)')).toBe('mestska-knihovna-kromeriz-pobocka-2')
})

test('a name without letters gives no slug', () => {
  expect(slugOf('図書館')).toBe('')
  expect(addressOf({ id: 'a/b', name: '図書館' })).toBe('/elements/a%2Fb')
})

test('a place is told unless the name has it among its words', () => {
  const named = (name: string) => ({ name, places: { nodes: [{ name: 'Kroměříž' }] } }) as NamedFragment
  expect(placeOf(named('Knihovna Kroměřížska'))).toBe('Kroměříž')
  expect(placeOf(named('Knihovna (Kroměříž)'))).toBeUndefined()
})

test('elements of one name are told apart by who runs them, what they are part of, or where they are', () => {
  const nodes = (name: string) => ({ nodes: [{ id: name, name }] })
  const library = (name: string) => ({ name, places: { nodes: [{ id: 'x', name: 'Lhota', partOf: nodes('okres Zlín') }] } }) as SuggestedFragment
  expect(whereOf(library('Obecní knihovna'))).toBe('Lhota')
  expect(whereOf(library('Obecní knihovna Lhota'))).toBe('okres Zlín')
  expect(whereOf({ name: 'Lhota', partOf: nodes('okres Zlín') } as SuggestedFragment)).toBe('okres Zlín')
  expect(whereOf({ name: 'Trénování paměti', organizers: nodes('Knihovna Kroměřížska') } as SuggestedFragment)).toBe('Knihovna Kroměřížska')
  expect(whereOf({ name: 'Duševní zdraví' } as SuggestedFragment)).toBeUndefined()
})
