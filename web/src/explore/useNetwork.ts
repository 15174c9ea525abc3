import { useCallback, useEffect, useState } from 'react'
import { type CombinedError, useClient } from 'urql'

import { NeighbourhoodDocument } from '../gql/graphql'
import { EMPTY, type Network, withNeighbourhood } from './network'

/** Neighbours that are read when an element is opened; more would hide the picture behind itself. */
const FIRST = 60

/** What has been opened of the map, beginning with one element. */
export function useNetwork(start: string) {
  const client = useClient()
  const [network, setNetwork] = useState<Network>(EMPTY)
  const [fetching, setFetching] = useState(true)
  const [error, setError] = useState<CombinedError>()
  const [truncated, setTruncated] = useState(false)

  const read = useCallback(
    async (of: string) => {
      const { data, error } = await client.query(NeighbourhoodDocument, { of, first: FIRST })
      setFetching(false)
      setError(error)
      const found = data?.neighbourhood
      if (!found) return
      setTruncated(found.truncated)
      setNetwork((before) => withNeighbourhood(before, of, found))
    },
    [client],
  )

  const open = useCallback(
    (of: string) => {
      setFetching(true)
      void read(of)
    },
    [read],
  )

  useEffect(() => void read(start), [start, read])

  return { network, fetching, error, truncated, open }
}
