import { lazy, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useQuery } from 'urql'

import { EMPTY, withNeighbourhood } from '../explore/network'
import { NeighbourhoodDocument } from '../gql/graphql'
import { Part } from '../shared/Part'

const StillPicture = lazy(async () => ({ default: (await import('../explore/StillPicture')).StillPicture }))

/** Neighbours in the picture: as many as leave room for their names. */
const FIRST = 25

/** What surrounds an element, drawn once; it leads to the picture that one can walk. */
export function SmallNetwork({ of }: { of: string }) {
  const { t } = useTranslation()
  const [{ data }] = useQuery({ query: NeighbourhoodDocument, variables: { of, first: FIRST } })
  const found = data?.neighbourhood
  const network = useMemo(() => found && withNeighbourhood(EMPTY, of, found), [of, found])
  if (!network || network.nodes.size < 2) return null
  return (
    <section className="card no-print">
      <h2>
        <Link to={`/explore?of=${encodeURIComponent(of)}`}>{t('profile.network')}</Link>
      </h2>
      <Part>
        <StillPicture network={network} width={560} height={400} />
      </Part>
    </section>
  )
}
