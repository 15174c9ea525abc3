import { useMemo } from 'react'
import { type CombinedError, useQuery } from 'urql'

import { AboutTopicDocument, InPlaceDocument } from '../gql/graphql'
import type { Filter } from './network'

/** By what is not filtered, and why. */
export interface Unfiltered {
  by: 'topic' | 'place'
  error: CombinedError
}

/**
 * Who passes a filter by topic and place, as the service knows it of the whole map; nothing of a part not yet answered.
 *
 * Of a part that failed, `unfiltered` says why.
 */
export function usePassing({ topic, place }: Filter) {
  const [there] = useQuery({ query: InPlaceDocument, variables: { place: place ?? '' }, pause: !place })
  const [about] = useQuery({ query: AboutTopicDocument, variables: { topic: topic ?? '' }, pause: !topic })
  const inPlace = place ? there.data?.pins?.ids : null
  const onTopic = topic ? about.data?.aboutTopic?.ids : null
  const passing = useMemo(() => [inPlace, onTopic].flatMap((ids) => (ids ? [new Set(ids)] : [])), [inPlace, onTopic])
  const failed: [Unfiltered['by'], CombinedError | undefined | false | '' | null][] = [['topic', topic && about.error], ['place', place && there.error]]
  const unfiltered = failed.flatMap(([by, error]) => (error ? [{ by, error }] : []))
  return { passing, unfiltered, fetching: there.fetching || about.fetching }
}
