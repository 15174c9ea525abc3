import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { VisibilityDocument, type VisibilityQuery } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { BarChart } from './BarChart'
import styles from './Uses.module.css'
import type { Values } from './uses'

/** How visible somebody's work is on the map, in numbers that a founder understands. */
export function VisibilityAnswer({ values }: { values: Values }) {
  const { t } = useTranslation()
  const query = useQuery({ query: VisibilityDocument, variables: { of: values.of! } })
  return (
    <Asked query={query} waiting={t('uses.waiting')}>
      {({ visibility }) => visibility && <InNumbers visibility={visibility} />}
    </Asked>
  )
}

function InNumbers({ visibility }: { visibility: NonNullable<VisibilityQuery['visibility']> }) {
  const { t } = useTranslation()
  const { locale } = useLanguage()
  const { activities, dated, degree, reach, rank, libraries, day, estimated, years, history } = visibility
  const numbers: [string, number | null][] = [
    [t('uses.visibility.activities'), activities],
    [t('uses.visibility.degree'), degree],
    [t('uses.visibility.reach'), reach],
    [t('uses.visibility.rank', { libraries: libraries?.toLocaleString(locale) }), rank],
  ]
  const charts: [string, [string, number][]][] = [
    [t('uses.visibility.activitiesByYear'), years.map((then) => [String(then.year), then.activities])],
    [t('uses.visibility.partnersByYear'), years.map((then) => [String(then.year), then.partners])],
    [t('uses.visibility.ties'), history.map((then) => [then.day, then.degree])],
  ]
  return (
    <>
      <dl className={styles.numbers}>
        {numbers.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value.toLocaleString(locale)}</dd>
              </div>
            ),
        )}
      </dl>
      <p className="small quietly">
        {day ? t('uses.visibility.measured', { day: new Date(day).toLocaleDateString(locale) }) : t('uses.visibility.unmeasured')}
        {estimated && ` ${t('uses.visibility.estimated')}`}
        {activities > dated && ` ${t('uses.visibility.undated', { count: activities - dated })}`}
      </p>
      {activities === 0 && <p className="notice">{t('profile.noActivities')}</p>}
      <div className={styles.charts}>
        {charts.map(([title, values]) => values.length > 1 && <BarChart key={title} title={title} values={values} />)}
      </div>
    </>
  )
}
