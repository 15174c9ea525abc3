import { useTranslation } from 'react-i18next'

import type { PartnerCardFragment } from '../gql/graphql'
import styles from './PartnersPage.module.css'

/** The parts of a score, the largest first, as bars of one scale and as points that add up to it. */
export function Signals({ signals }: Pick<PartnerCardFragment, 'signals'>) {
  const { t } = useTranslation()
  const counting = signals.filter(({ contribution }) => contribution > 0).toSorted((a, b) => b.contribution - a.contribution)
  const largest = counting[0]?.contribution ?? 1
  return (
    <dl className={styles.signals}>
      {counting.map(({ signal, contribution }) => {
        const label = t(`signals.${signal}` as never, { defaultValue: signal })
        return [
          <dt key={signal}>{label}</dt>,
          <dd key={`${signal} bar`}>
            <meter aria-label={label} max={largest} value={contribution}>
              {pointsOf(contribution)}
            </meter>
          </dd>,
          <dd key={`${signal} points`}>{pointsOf(contribution)}</dd>,
        ]
      })}
    </dl>
  )
}

/** A part of a score in its hundredths. */
function pointsOf(contribution: number): string {
  const points = Math.round(contribution * 100)
  return points > 0 ? String(points) : '<1'
}
