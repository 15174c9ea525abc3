import { expect, test } from 'vitest'

import type { NamedFragment } from '../gql/graphql'
import { addressOf, placeOf, slugOf } from './naming'

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
