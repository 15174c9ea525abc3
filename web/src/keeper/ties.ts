import type { ConfirmInput, NamedFragment, TiesQuery } from '../gql/graphql'

type Edges = NonNullable<TiesQuery['unconfirmed']>['edges']

/** Something that the map says: of an element, or a connection. */
export type UnconfirmedTie = Edges[number]['node']

/** What belongs together: the ties of one activity, or of the library itself. */
export interface Group {
  of: NamedFragment
  ties: UnconfirmedTie[]
}

/** Days in which what was confirmed by the same link, or has come onto the map, need not be looked at again. */
const RECENT = 30
const DAY = 24 * 60 * 60 * 1000

export function idOf({ link, from, to, parallel, element }: UnconfirmedTie): string {
  return link ? [link, from, to, parallel].join(' ') : element.id
}

/** The tie as `confirm` takes it. */
export function inputOf({ link, from, to, parallel, element }: UnconfirmedTie): ConfirmInput {
  return link && from && to ? { connection: { link, from, to, parallel } } : { element: element.id }
}

/** Ends of ties, such as those of an activity, whose names did not come with them. */
export function namesLeft(library: NamedFragment, ties: UnconfirmedTie[]): string[] {
  const known = new Set([library.id, ...ties.map(({ element }) => element.id)])
  const ends = ties.flatMap(({ from, to }) => [from, to]).filter((id) => id !== null && id !== undefined)
  return [...new Set(ends.filter((id) => !known.has(id)))]
}

/** Ties by what they are about: the library itself first, then each activity, in the order of the ties. */
export function groupsOf(library: NamedFragment, ties: UnconfirmedTie[], nodes: ReadonlyMap<string, NamedFragment>): Group[] {
  const groups = new Map<string, Group>([[library.id, { of: library, ties: [] }]])
  for (const tie of ties) {
    const ends = tie.link ? [tie.from, tie.to] : [tie.element.id]
    const activity = ends.flatMap((id) => nodes.get(id ?? '') ?? []).find(({ __typename }) => __typename === 'Activity')
    const of = activity ?? library
    const group = groups.get(of.id)
    if (group) group.ties.push(tie)
    else groups.set(of.id, { of, ties: [tie] })
  }
  return [...groups.values()].filter((group) => group.ties.length > 0)
}

/** Whether a tie was confirmed or entered so lately that it is done. */
export function isRecent({ confirmedAt, ended }: UnconfirmedTie, today: Date): boolean {
  return Boolean(confirmedAt) && !ended && today.getTime() - Date.parse(confirmedAt!) < RECENT * DAY
}
