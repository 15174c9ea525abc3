import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useQuery } from 'urql'

import { ByType } from '../explore/ByType'
import { EMPTY, withNeighbourhood } from '../explore/network'
import { TownDocument, type TownQuery } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { ElementLink } from '../shared/ElementLink'
import styles from './Uses.module.css'
import type { Values } from './uses'

const StillPicture = lazy(async () => ({ default: (await import('../explore/StillPicture')).StillPicture }))

/** Who is in a town and what they do together: a picture, and the same in words. */
export function TownAnswer({ values }: { values: Values }) {
  const { t } = useTranslation()
  const place = values.place!
  const query = useQuery({ query: TownDocument, variables: { place } })
  return (
    <Asked query={query} waiting={t('uses.waiting')}>
      {({ placeMap }) => placeMap && <Town place={place} map={placeMap} />}
    </Asked>
  )
}

function Town({ place, map }: { place: string; map: NonNullable<TownQuery['placeMap']> }) {
  const { t } = useTranslation()
  const network = useMemo(() => withNeighbourhood(EMPTY, place, map), [place, map])
  if (map.nodes.length < 2) {
    return (
      <p className="notice">
        {t('uses.town.none')} <Link to="/partners">{t('nav.partners')}</Link>
      </p>
    )
  }
  return (
    <>
      <Suspense fallback={<p className="quietly">{t('uses.waiting')}</p>}>
        <StillPicture network={network} />
      </Suspense>
      <p className="quietly">
        {t('uses.town.idleLibraries', { count: map.idleLibraries })} {t('uses.town.idleAllies', { count: map.idleAllies })}
        {map.truncated && ` ${t('explore.truncated')}`}
      </p>
      <ByType network={network} className={styles.groups}>
        {(node) => <ElementLink element={node} />}
      </ByType>
    </>
  )
}
