import { useCallback, useEffect, useState } from 'react'
import { type CombinedError, useClient } from 'urql'

import { type ElementType, NeighbourhoodDocument } from '../gql/graphql'
import { EMPTY, type Network, withNeighbourhood } from './network'

/** Neighbours that are read when an element is opened; more would hide the picture behind itself. */
const FIRST = 60

/**
 * What has been opened of the map, beginning with some elements, which stay the same.
 *
 * Where not all neighbours of an element came, they are asked for anew when only some types are.
 */
export function useNetwork(start: readonly string[], types: ElementType[] | null) {
  const client = useClient()
  const [network, setNetwork] = useState<Network>(EMPTY)
  const [fetching, setFetching] = useState(true)
  const [error, setError] = useState<CombinedError>()
  const [truncated, setTruncated] = useState<ReadonlySet<string>>(new Set())

  const read = useCallback(
    async (of: string, types: ElementType[] | null) => {
      const { data, error } = await client.query(NeighbourhoodDocument, { of, first: FIRST, types })
      setFetching(false)
      setError(error)
      const found = data?.neighbourhood
      if (!found) return
      if (found.truncated) setTruncated((before) => (before.has(of) ? before : new Set([...before, of])))
      setNetwork((before) => withNeighbourhood(before, of, found))
    },
    [client],
  )

  const open = useCallback(
    (of: string) => {
      setFetching(true)
      void read(of, types)
    },
    [read, types],
  )

  useEffect(() => {
    for (const of of start) void read(of, null)
  }, [start, read])

  useEffect(() => {
    if (types) for (const of of truncated) void read(of, types)
  }, [truncated, types, read])

  return { network, fetching, error, truncated: truncated.size > 0, open }
}
