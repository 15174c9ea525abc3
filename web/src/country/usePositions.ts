import { useMemo } from 'react'
import { useQuery } from 'urql'

import { CountryDocument } from '../gql/graphql'
import type { Position } from './projected'

/** Where everything on the map is, by id. */
export function usePositions() {
  const [answer, ask] = useQuery({ query: CountryDocument })
  const pins = answer.data?.pins
  const positions = useMemo(
    () => new Map<string, Position>(pins?.ids.map((id, place) => [id, [pins.longitudes[place]!, pins.latitudes[place]!]])),
    [pins],
  )
  return { answer, positions, again: () => ask({ requestPolicy: 'network-only' }) }
}
