import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import styles from './importing.module.css'
import type { Report } from './mapping'
import type { Verdict } from './upload'

interface Props {
  matches: Report['matches']
  /** By row, whether it is the element. */
  same: Record<string, boolean>
  onDecide: (row: string, same: boolean) => void
}

/** What somebody has decided of the rows that may be on the map. */
export const verdicts = (matches: Report['matches'], same: Record<string, boolean>): Verdict[] =>
  matches.filter(({ row, sure }) => !sure && row in same).map(({ row, of }) => ({ row, of, same: same[row]! }))

/** What is surely on the map already, and what may be: whether it is, somebody says. */
export function Matches({ matches, same, onDecide }: Props) {
  const { t } = useTranslation('importing')
  const likely = matches.filter(({ sure }) => !sure)
  const sure = matches.length - likely.length
  if (matches.length === 0) return null
  return (
    <section>
      <h2>{t('matches.title')}</h2>
      {sure > 0 && <p>{t('matches.sure', { count: sure })}</p>}
      {likely.length > 0 && <p>{t('matches.lead')}</p>}
      <ul className={styles.words}>
        {likely.map((match) => (
          <li key={match.row} className="card">
            <fieldset className="bare">
              <legend>{t('matches.ask', { name: match.name, other: match.ofName })}</legend>
              <p className="quietly small">
                {match.where}: {match.reasons.map(({ text }) => text).join(', ')} ·{' '}
                <Link to={`/elements/${encodeURIComponent(match.of)}`} target="_blank">
                  {match.ofName}
                </Link>
              </p>
              <div className="row">
                {[true, false].map((is) => (
                  <label key={String(is)} className={styles.choice}>
                    <input type="radio" name={match.row} checked={same[match.row] === is} onChange={() => onDecide(match.row, is)} />
                    {t(is ? 'matches.same' : 'matches.other')}
                  </label>
                ))}
              </div>
            </fieldset>
          </li>
        ))}
      </ul>
    </section>
  )
}
