import type { ConfirmInput, NamedFragment, TiesQuery } from '../gql/graphql'

type Edges = NonNullable<TiesQuery['unconfirmed']>['edges']

/** Something that the map says: of an element, or a connection. */
export type UnconfirmedTie = Edges[number]['node']

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
