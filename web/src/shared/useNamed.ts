import { useMemo } from 'react'
import { useQuery } from 'urql'

import { NamedByIdDocument, type NamedFragment } from '../gql/graphql'

const met = new Map<string, NamedFragment>()

/** Remembers an element that somebody has picked, so that the page need not ask what it is called. */
export function meet(element: NamedFragment): void {
  met.set(element.id, element)
}

/** What the ids of an address are called. */
export function useNamed(ids: (string | null)[]): (id: string | null) => NamedFragment | null {
  const wanted = ids.filter((id): id is string => id !== null)
  const [{ data }] = useQuery({ query: NamedByIdDocument, variables: { ids: wanted }, pause: wanted.length === 0 })
  const byId = useMemo(() => new Map(data?.nodes?.flatMap((node) => (node && 'name' in node ? [[node.id, node]] : []))), [data])
  return (id) => (id ? (byId.get(id) ?? met.get(id) ?? null) : null)
}
