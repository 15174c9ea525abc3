import { lazy, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useMe } from '../account/useMe'
import type { ActivityLineFragment, NamedFragment, Status } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { addressOf, nameOf } from '../shared/naming'
import { Part } from '../shared/Part'
import { type Featured, inOrder } from './featured'
import { Folded } from './Folded'
import styles from './ProfilePage.module.css'

const FeatureButton = lazy(async () => ({ default: (await import('../keeping')).FeatureButton }))

type Activity = NamedFragment & Partial<Pick<ActivityLineFragment, 'since' | 'until' | 'topics'>>

interface Props {
  of: string
  edges: { status: Status | null; node: Activity }[]
  totalCount: number
  /** What its organizer shows first, where these are activities of an organizer. */
  featured?: Featured[]
}

/** What somebody runs, or what is done about a topic or for a group, with the years and topics that are known. */
export function Activities({ of, edges, totalCount, featured }: Props) {
  const { t } = useTranslation()
  const { may } = useMe()
  const heading = useId()
  const [arranging, arrange] = useState(false)
  const activities = inOrder(
    edges.map(({ node }) => node),
    featured,
  )
  const proposed = new Set(edges.flatMap(({ node, status }) => (status === 'PROPOSED' ? [node.id] : [])))
  return (
    <section aria-labelledby={heading} className="card">
      <h2 id={heading}>
        {t('sections.activities')} {totalCount > 0 && <span className="quietly">{totalCount}</span>}
      </h2>
      {totalCount === 0 && <p className="quietly">{t('profile.noActivities')}</p>}
      {featured && featured.length > 0 && <p className="small quietly">{t('profile.featured', { count: featured.length })}</p>}
      {featured && totalCount > 1 && may('contributor') && (
        <button type="button" className="plain small" aria-pressed={arranging} onClick={() => arrange(!arranging)}>
          {t('profile.arrange')}
        </button>
      )}
      <Folded all={activities} totalCount={totalCount} className={styles.list}>
        {({ activity, place }) => (
          <li key={activity.id} className={place ? styles.featured : undefined}>
            <Line activity={activity} isProposed={proposed.has(activity.id)} />
            {featured && arranging && (
              <Part>
                <FeatureButton organizer={of} activity={activity} place={place} last={featured.length} />
              </Part>
            )}
          </li>
        )}
      </Folded>
    </section>
  )
}

function Line({ activity, isProposed }: { activity: Activity; isProposed: boolean }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const years = yearsOf(activity, (date) => t('profile.since', { date }))
  const topics = activity.topics?.nodes ?? []
  return (
    <>
      <Link to={addressOf(activity)}>{nameOf(activity, language)}</Link>{' '}
      <span className="small quietly">
        {[isProposed && t('profile.proposed'), years, ...topics.map((topic) => nameOf(topic, language))].filter(Boolean).join(' · ')}
      </span>
    </>
  )
}

/** The years of an activity; of one without an end that is known, since when it goes on. */
function yearsOf({ since, until }: Activity, sinceYear: (year: string) => string): string {
  const [from, to] = [since?.slice(0, 4), until?.slice(0, 4)]
  if (from && !to) return sinceYear(from)
  if (!to) return ''
  return from === to ? to : `${from ?? ''}–${to}`
}
