import { expect, test } from 'vitest'

import { differences, nameIn, namedIn } from './changes'

test('what differs is told property by property, without what the service keeps for itself', () => {
  const change = { before: { name: 'Klub', url: null, version: 1 }, after: { name: 'Klub', url: 'https://klub.example', version: 2 } }
  expect(differences(change)).toEqual([{ property: 'url', before: undefined, after: 'https://klub.example' }])
})

test('a new element has no before, and lists read as lists', () => {
  expect(differences({ before: null, after: { alternateNames: ['A', 'B'] } })).toEqual([
    { property: 'alternateNames', before: undefined, after: 'A, B' },
  ])
})

test('both ends of connections are named once', () => {
  expect(namedIn([{ subject: { from: 'b', to: 'a' } }, { subject: { from: 'b' } }, { subject: {} }])).toEqual(['a', 'b'])
})

test('what is gone or only proposed has the name that the log knows', () => {
  expect(nameIn({ before: { name: 'Klub' }, after: null })).toBe('Klub')
  expect(nameIn({ before: null, after: { url: 'x' } })).toBeUndefined()
})
