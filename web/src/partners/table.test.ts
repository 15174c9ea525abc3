import { expect, test } from 'vitest'

import type { PartnersQuery } from '../gql/graphql'
import { csv, partnersTable } from './table'

test('a field with a comma, a quote or a line break is quoted', () => {
  expect(csv([['a,b', 'c "d"', 'e\nf', 1.5]], 'en')).toBe('\uFEFF"a,b","c ""d""","e\nf",1.5\r\n')
  expect(csv([['a;b', 'c', 1.5]], 'cs')).toBe('\uFEFF"a;b";c;1,5\r\n')
})

test('a text that a spreadsheet would take for a formula stays a text', () => {
  expect(csv([['=HYPERLINK("x")']], 'en')).toBe('\uFEFF"\'=HYPERLINK(""x"")"\r\n')
})

test('of whom is picked in one list, the other list holds nobody', () => {
  const edges = ['a', 'b'].map((id) => ({ node: { id, name: id }, score: 0.5, evidence: [] }))
  const lists = { near: { edges }, learnFrom: { edges } } as unknown as PartnersQuery
  const titles = { near: 'near', learnFrom: 'to learn from' }
  expect(partnersTable(lists, titles, new Set(['near b'])).map(([title, name]) => [title, name])).toEqual([['near', 'b']])
  expect(partnersTable(lists, titles, new Set())).toHaveLength(4)
})
