import type { ChangeFragment } from '../gql/graphql'

interface Subject {
  elementId?: string | null
  from?: string | null
  to?: string | null
}

/** A property of what changed: as it was, and as it is or would be. */
export interface Difference {
  property: string
  before?: string
  after?: string
}

/** Properties that people do not read: the service's own. */
const OWN = new Set(['id', 'version', 'createdAt', 'updatedAt', 'visibility', 'corrected'])

export function differences(change: Pick<ChangeFragment, 'before' | 'after'>): Difference[] {
  const before = record(change.before)
  const after = record(change.after)
  const properties = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return properties
    .filter((property) => !OWN.has(property))
    .map((property) => ({ property, before: textOf(before[property]), after: textOf(after[property]) }))
    .filter((each) => each.before !== each.after)
}

/** The elements that changes name by their ids alone, so that their names are asked for. */
export function namedIn(changes: { subject: Subject }[]): string[] {
  const ids = changes.flatMap(({ subject }) => [subject.elementId, subject.from, subject.to])
  return [...new Set(ids.filter((id): id is string => Boolean(id)))].sort()
}

/** The name in what is known of an element that is no more, or that is only proposed. */
export function nameIn(change: Pick<ChangeFragment, 'before' | 'after'>): string | undefined {
  const name = record(change.after)['name'] ?? record(change.before)['name']
  return typeof name === 'string' ? name : undefined
}

function record(value: unknown): Record<string, unknown> {
  return value && typeof value === 'object' ? (value as Record<string, unknown>) : {}
}

/** A value as people read it; nothing where there is none. */
export function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined
  if (Array.isArray(value)) return value.map((each) => textOf(each)).join(', ')
  if (isPoint(value)) return `${value.latitude}, ${value.longitude}`
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean)
}

function isPoint(value: unknown): value is { latitude: number; longitude: number } {
  return typeof value === 'object' && value !== null && 'latitude' in value && 'longitude' in value
}
