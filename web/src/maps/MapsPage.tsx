import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useQuery } from 'urql'

import { MapsDocument } from '../gql/graphql'
import { Gate } from '../keeping/Gate'
import { Asked } from '../shared/Asked'
import { addressOf } from '../shared/naming'
import { Page } from '../shared/Page'
import { DrawIn } from './DrawIn'
import { MakeMap } from './MakeMap'
import styles from './maps.module.css'

/** The maps that there are, one more made of what the map knows, and one of another Spojenci. */
export function MapsPage() {
  const { t } = useTranslation('maps')
  const { t: say } = useTranslation()
  return (
    <Page title={t('title')} lead={t('lead')} under={{ to: '/keep', text: say('nav.keep') }}>
      <Maps />
      <h2>{t('make.title')}</h2>
      <p>{t('make.lead')}</p>
      <Gate takes="contributor">
        <MakeMap />
      </Gate>
      <h2>{t('draw.title')}</h2>
      <p>{t('draw.lead')}</p>
      <Gate takes="reviewer">
        <DrawIn />
      </Gate>
    </Page>
  )
}

function Maps() {
  const { t } = useTranslation('maps')
  const query = useQuery({ query: MapsDocument })
  return (
    <Asked query={query} waiting={t('waiting')}>
      {({ maps }) =>
        maps?.nodes.length ? (
          <ul className={styles.maps} aria-label={t('list')}>
            {maps.nodes.map((map) => (
              <li key={map.id}>
                <Link to={addressOf(map)}>{map.name}</Link> <span className="quietly small">{t('shows', { count: map.shows.totalCount })}</span>
              </li>
            ))}
          </ul>
        ) : (
          <p className="notice">{t('none')}</p>
        )
      }
    </Asked>
  )
}
