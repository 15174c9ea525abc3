import { useMemo } from 'react'
import { useQuery } from 'urql'

import { AboutTopicDocument, InPlaceDocument } from '../gql/graphql'
import type { Filter } from './network'

/** Who passes a filter by topic and place, as the service knows it of the whole map; nothing of a part not yet answered. */
export function usePassing({ topic, place }: Filter): { passing: ReadonlySet<string>[]; fetching: boolean } {
  const [there] = useQuery({ query: InPlaceDocument, variables: { place: place?.id ?? '' }, pause: !place })
  const [about] = useQuery({ query: AboutTopicDocument, variables: { topic: topic?.id ?? '' }, pause: !topic })
  const inPlace = place && there.data?.pins?.ids
  const onTopic = topic && about.data?.aboutTopic?.ids
  const passing = useMemo(
    () => [...(inPlace ? [new Set(inPlace)] : []), ...(onTopic ? [new Set(onTopic)] : [])],
    [inPlace, onTopic],
  )
  return { passing, fetching: there.fetching || about.fetching }
}
