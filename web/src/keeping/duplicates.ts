import type { TwinFragment } from '../gql/graphql'

interface Duplicate {
  one: TwinFragment | null
  other: TwinFragment | null
  score: number
  reasons: { text: string }[]
}

/** Two elements that may be one, under a key of both. */
export interface Pair {
  key: string
  twins: [TwinFragment, TwinFragment]
  percent: number
  reasons: string[]
}

/** The pair, unless one of both is gone since the list was worked out. */
export function pairOf({ one, other, score, reasons }: Duplicate): Pair | null {
  if (!one || !other || one.id === other.id) return null
  const key = [one.id, other.id].sort().join(' ')
  return { key, twins: [one, other], percent: Math.round(score * 100), reasons: reasons.map(({ text }) => text) }
}

/**
 * The list as people have left it. The service works it out anew at most every half a minute, so what was decided here
 * leaves it at once, and a pair whose decision was undone comes back first.
 */
export function shown(answered: Pair[], decided: Pair[], undone: Pair[]): Pair[] {
  const among = (pairs: Pair[]) => (pair: Pair) => pairs.some(({ key }) => key === pair.key)
  return [...undone, ...answered.filter((pair) => !among(undone)(pair) && !among(decided)(pair))]
}

/** What is compared of two elements, in the order of reading. */
export const COMPARED = ['id', 'alternateNames', 'description', 'url', 'ico', 'sigla', 'since', 'until', 'organizers', 'activities', 'sources', 'updatedAt'] as const
export type Compared = (typeof COMPARED)[number]

export interface Row {
  property: Compared
  values: [string, string]
  same: boolean
}

/** What either of both has, as texts beside each other. */
export function rows([one, other]: Pair['twins']): Row[] {
  return COMPARED.map((property) => {
    const values: Row['values'] = [text(one, property), text(other, property)]
    return { property, values, same: values[0] === values[1] }
  }).filter(({ values }) => values[0] !== '' || values[1] !== '')
}

function text(twin: TwinFragment, property: Compared): string {
  const value = (twin as Partial<Record<Compared, unknown>>)[property]
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'object') return connected(value as { totalCount?: number | null; nodes: { name: string }[] })
  return property === 'updatedAt' ? String(value).slice(0, 10) : String(value)
}

function connected({ totalCount, nodes }: { totalCount?: number | null; nodes: { name: string }[] }): string {
  const more = (totalCount ?? nodes.length) - nodes.length
  return nodes.map(({ name }) => name).join(', ') + (more > 0 ? ` (+${more})` : '')
}
