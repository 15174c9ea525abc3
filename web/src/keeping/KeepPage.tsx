import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { type Role, useMe } from '../account/useMe'
import { Page } from '../shared/Page'
import { Search } from '../shared/Search'
import styles from './keeping.module.css'

const DOORS = ['proposals', 'duplicates', 'mismatches', 'log'] as const

/** The doors to all that keeps the map true. */
export function KeepPage() {
  const { t } = useTranslation('keeping')
  const { me, fetching } = useMe()
  return (
    <Page title={t('title')} lead={t('lead')}>
      <ul className={styles.doors}>
        {DOORS.map((door) => (
          <li key={door} className="card">
            <h2>
              <Link to={`/keep/${door}`}>{t(`${door}.title`)}</Link>
            </h2>
            <p>{t(`${door}.lead`)}</p>
          </li>
        ))}
        <li className="card">
          <h2>
            <Link to="/keep/import">{t('import.title')}</Link>
          </h2>
          <p>{t('import.lead')}</p>
        </li>
        <li className="card">
          <h2>
            <Link to="/keep/maps">{t('maps.title')}</Link>
          </h2>
          <p>{t('maps.lead')}</p>
        </li>
      </ul>
      <p>{fetching ? '' : me ? t('signedIn', { name: me.name, role: t(`roles.${me.role as Role}`) }) : t('signedOut')}</p>
      <p>{t('suggest.where')}</p>
      <Search />
    </Page>
  )
}
