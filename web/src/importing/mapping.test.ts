import { expect, test } from 'vitest'

import { askedOf, isUnknown, labelsOf, type Meaning, mappingOf, waysBetween, type Word } from './mapping'

const word = (part: Word['part'], name: string, said: Partial<Omit<Word, '__typename'>>): Word => ({
  __typename: 'ImportWord',
  part,
  word: name,
  count: 20,
  examples: [],
  label: null,
  link: null,
  property: null,
  kind: null,
  reversed: false,
  separator: null,
  sure: true,
  ...said,
})
const WORDS = [
  word('TYPES', '', { label: 'Item', sure: false }),
  word('COLUMNS', 'Téma', { label: 'Topic', separator: ',' }),
  word('COLUMNS', 'Kde', { label: 'Place', sure: false }),
  word('FIELDS', 'Kde', { property: '' }),
  word('FIELDS', 'Popis', { property: 'description' }),
  word('CONNECTIONS', 'pořádá', { link: 'RUNS' }),
]
const MEANINGS: Meaning[] = [
  { __typename: 'ImportMeaning', part: 'CONNECTIONS', name: 'RUNS', text: '', of: ['Organization', 'Library'], to: ['Activity'] },
  { __typename: 'ImportMeaning', part: 'CONNECTIONS', name: 'ABOUT', text: '', of: ['Activity'], to: ['Topic'] },
]

test('each field is asked about once, types before fields before connections', () => {
  expect(askedOf(WORDS).map(({ part, word: { word: name } }) => `${part} ${name}`)).toEqual([
    'TYPES ',
    'FIELDS Téma',
    'FIELDS Kde',
    'FIELDS Popis',
    'CONNECTIONS pořádá',
  ])
  expect(askedOf(WORDS).filter(isUnknown).map(({ key }) => key)).toEqual(['TYPES ', 'FIELDS Kde'])
})

test('the mapping holds what was picked and what is read so, and leaves open what is not said', () => {
  const asked = askedOf(WORDS)
  expect(mappingOf(asked, {})).toEqual({
    types: {},
    columns: { Téma: { label: 'Topic', separator: ',' } },
    fields: { Kde: '', Popis: 'description' },
    connections: { pořádá: { type: 'RUNS' } },
  })
  const picked = mappingOf(asked, { 'TYPES ': { label: 'Activity' }, 'FIELDS Kde': { label: 'Library', link: 'RUNS', reversed: true }, 'FIELDS Téma': { property: '' } })
  expect(picked.types).toEqual({ '': { label: 'Activity' } })
  expect(picked.columns).toEqual({ Kde: { label: 'Library', type: 'RUNS', reversed: true } })
  expect(picked.fields['Téma']).toBe('')
  expect(labelsOf(asked, { 'TYPES ': { label: 'Activity' } })).toEqual(['Activity'])
})

test('connections are offered the way in which they can lead', () => {
  expect(waysBetween(MEANINGS, ['Activity'], 'Library')).toEqual([{ link: 'RUNS', reversed: true, source: 'Library', target: 'Activity' }])
  expect(waysBetween(MEANINGS, ['Activity'], 'Topic')).toEqual([{ link: 'ABOUT', reversed: false, source: 'Activity', target: 'Topic' }])
  expect(waysBetween(MEANINGS, ['Activity'], 'Place')).toEqual([])
})
