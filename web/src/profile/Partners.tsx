import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { NamedFragment, Status } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { useKind } from '../shared/words'
import { useDates } from '../shared/dates'
import { addressOf, nameOf } from '../shared/naming'
import { Folded } from './Folded'
import styles from './ProfilePage.module.css'

interface Props {
  edges: { since: string | null; until: string | null; status: Status | null; node: NamedFragment }[]
  totalCount: number
}

/** With whom it has a partnership; what is only proposed is said to be. */
export function Partners({ edges, totalCount }: Props) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const kind = useKind()
  const dated = useDates()
  const heading = useId()
  if (totalCount === 0) return null
  return (
    <section aria-labelledby={heading} className="card">
      <h2 id={heading}>
        {t('sections.partners')} <span className="quietly">{totalCount}</span>
      </h2>
      <Folded all={edges} totalCount={totalCount} className={styles.list}>
        {({ node, since, until, status }) => (
          <li key={node.id}>
            <Link to={addressOf(node)}>{nameOf(node, language)}</Link>{' '}
            <span className="small quietly">
              {[
                kind(node),
                since && t('profile.since', { date: dated(since) }),
                until && t('profile.until', { date: dated(until) }),
                status === 'PROPOSED' && t('profile.proposed'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        )}
      </Folded>
    </section>
  )
}
