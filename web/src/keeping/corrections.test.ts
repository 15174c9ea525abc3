import { expect, test } from 'vitest'

import { correction, valuesOf } from './corrections'

const CLUB = { name: 'Klub', description: null, url: 'https://klub.example', since: '2019' }

test('a form has what the type has, and what is not known is empty', () => {
  expect(valuesOf(CLUB)).toEqual({ name: 'Klub', description: '', url: 'https://klub.example', since: '2019' })
})

test('only what differs is sent, and what was emptied as null', () => {
  const typed = { ...valuesOf(CLUB), name: ' Klub ', url: '', description: 'Čteme spolu.' }
  expect(correction(valuesOf(CLUB), typed)).toEqual({ description: 'Čteme spolu.', url: null })
})

test('spaces around a value correct nothing', () => {
  expect(correction(valuesOf(CLUB), { ...valuesOf(CLUB), name: 'Klub ' })).toBeNull()
})
