import { lazy, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useQuery } from 'urql'

import { ByType } from '../explore/ByType'
import { EMPTY, withNeighbourhood } from '../explore/network'
import { TownDocument, type TownQuery } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { ElementLink } from '../shared/ElementLink'
import { Part } from '../shared/Part'
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
      <Part waiting={t('uses.waiting')}>
        <StillPicture network={network} />
      </Part>
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
