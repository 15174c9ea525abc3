import { useMemo } from 'react'
import { useQuery } from 'urql'

import { CountryDocument } from '../gql/graphql'
import type { Position } from './projected'

/** The country as the map knows it. */
export interface Country {
  /** Where everything is, by id. */
  positions: ReadonlyMap<string, Position>
  /** In which district and in which region it is, in the same order. */
  districts: (string | null)[]
  regions: (string | null)[]
}

export function useCountry() {
  const query = useQuery({ query: CountryDocument })
  const pins = query[0].data?.pins
  const country: Country = useMemo(
    () => ({
      positions: new Map(pins?.ids.map((id, place) => [id, [pins.longitudes[place]!, pins.latitudes[place]!]])),
      districts: pins?.districts ?? [],
      regions: pins?.regions ?? [],
    }),
    [pins],
  )
  return { query, country }
}
