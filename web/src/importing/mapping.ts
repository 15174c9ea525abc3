import type { ImportJobQuery, ImportMeaningsQuery } from '../gql/graphql'

export type Report = NonNullable<NonNullable<ImportJobQuery['importJob']>['report']>
export type Word = Report['words'][number]
export type Meaning = NonNullable<ImportMeaningsQuery['importMeanings']>[number]

/** What somebody picks that a word means. A field is kept as it is, is a property, or names elements of a type. */
export interface Pick {
  label?: string
  link?: string
  reversed?: boolean
  property?: string
}

/** A word of the file on the page: a field stands there once, whether it is one of a property or of names. */
export interface Asked {
  key: string
  part: 'TYPES' | 'CONNECTIONS' | 'FIELDS'
  word: Word
  /** What it is read as unless somebody says otherwise. */
  read: Pick
}

export type Picks = Record<string, Pick>

const pickOf = ({ part, label, link, reversed, property }: Word): Pick => {
  if (part === 'TYPES') return { label: label ?? '' }
  if (part === 'CONNECTIONS') return { link: link ?? '', reversed }
  if (part === 'COLUMNS') return { label: label ?? '', link: link ?? '', reversed }
  return { property: property ?? '' }
}

/** The words to be asked about: types first, then fields, then connections. */
export function askedOf(words: Word[]): Asked[] {
  const asked = new Map<string, Asked>()
  for (const word of words) {
    const part = word.part === 'COLUMNS' ? 'FIELDS' : word.part
    const key = `${part} ${word.word}`
    // A field whose values may be names is offered as such, and read as a field.
    if (word.part === 'COLUMNS' && !word.sure) continue
    asked.set(key, { key, part, word, read: pickOf(word) })
  }
  const order = ['TYPES', 'FIELDS', 'CONNECTIONS']
  return [...asked.values()].toSorted((a, b) => order.indexOf(a.part) - order.indexOf(b.part))
}

/** Whether a word is still to be said something of: nothing follows from it. */
export const isUnknown = ({ part, read }: Asked): boolean =>
  part === 'TYPES' ? read.label === 'Item' : part === 'FIELDS' ? read.property === '' : read.link === 'RELATED_TO'

const filled = (parts: Record<string, string | boolean | null | undefined>) => Object.fromEntries(Object.entries(parts).filter(([, value]) => value))

/** The mapping, in the shape of a mapping file: what was picked, and what is read so anyway. */
export function mappingOf(asked: Asked[], picks: Picks) {
  const mapping: Record<'types' | 'columns' | 'fields' | 'connections', Record<string, unknown>> = { types: {}, columns: {}, fields: {}, connections: {} }
  for (const { key, part, word, read } of asked) {
    const pick = picks[key] ?? (word.sure ? read : null)
    if (!pick) continue
    const isAsRead = picks[key] === undefined
    const kind = isAsRead ? word.kind : null
    if (part === 'TYPES') mapping.types[word.word] = filled({ label: pick.label, kind })
    else if (part === 'CONNECTIONS') mapping.connections[word.word] = filled({ type: pick.link, kind, reversed: pick.reversed })
    else if (pick.label) {
      mapping.columns[word.word] = filled({ label: pick.label, type: pick.link, kind, reversed: pick.reversed, separator: word.separator })
    } else mapping.fields[word.word] = pick.property ?? ''
  }
  return mapping
}

/** The types that rows of the file are, by what was picked. */
export function labelsOf(asked: Asked[], picks: Picks): string[] {
  const labels = asked.filter(({ part }) => part === 'TYPES').map(({ key, read }) => (picks[key] ?? read).label!)
  return [...new Set(labels)]
}

export interface Way {
  link: string
  reversed: boolean
  source: string
  target: string
}

/** The connections that can lead between rows of some types and elements of another one. */
export function waysBetween(meanings: Meaning[], labels: string[], other: string): Way[] {
  const ways = meanings
    .filter(({ part }) => part === 'CONNECTIONS')
    .flatMap(({ name, of, to }) =>
      labels.flatMap((label) => [
        ...(of.includes(label) && to.includes(other) ? [{ link: name, reversed: false, source: label, target: other }] : []),
        ...(of.includes(other) && to.includes(label) ? [{ link: name, reversed: true, source: other, target: label }] : []),
      ]),
    )
  return [...new Map(ways.map((way) => [`${way.link} ${way.reversed}`, way])).values()]
}
