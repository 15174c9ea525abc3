import { Fragment } from 'react'

import { ElementLink } from './ElementLink'
import { useNamed } from './useNamed'

/** Sources by their names, each leading to what is known of it; one of which nothing is known by its id. */
export function SourceNames({ ids }: { ids: string[] }) {
  const named = useNamed(ids)
  return ids.map((id, place) => {
    const source = named(id)
    return (
      <Fragment key={id}>
        {place > 0 && ', '}
        {source ? <ElementLink element={source} /> : id}
      </Fragment>
    )
  })
}
