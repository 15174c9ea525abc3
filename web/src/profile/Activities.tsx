import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { NamedFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { addressOf, nameOf } from '../shared/naming'
import styles from './ProfilePage.module.css'

type Activity = NamedFragment & { since?: string | null; until?: string | null; topics?: { nodes: NamedFragment[] } }

/** What somebody runs, or what is done about a topic or for a group, with the years and topics that are known. */
export function Activities({ nodes, totalCount }: { nodes: Activity[]; totalCount: number }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const heading = useId()
  return (
    <section aria-labelledby={heading} className="card">
      <h2 id={heading}>
        {t('sections.activities')} {totalCount > 0 && <span className="quietly">{totalCount}</span>}
      </h2>
      {totalCount === 0 && <p className="quietly">{t('profile.noActivities')}</p>}
      <ul className={styles.list}>
        {nodes.map((activity) => (
          <li key={activity.id}>
            <Link to={addressOf(activity)}>{nameOf(activity, language)}</Link>
            <span className="small quietly">
              {' '}
              {[yearsOf(activity), ...(activity.topics?.nodes ?? []).map((topic) => nameOf(topic, language))].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {totalCount > nodes.length && <p className="small quietly">{t('profile.more', { count: totalCount - nodes.length })}</p>}
    </section>
  )
}

function yearsOf({ since, until }: Activity): string {
  const [from, to] = [since?.slice(0, 4), until?.slice(0, 4)]
  if (!from && !to) return ''
  return from === to ? from! : `${from ?? ''}–${to ?? ''}`
}
