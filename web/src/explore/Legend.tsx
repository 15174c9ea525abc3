import { useTranslation } from 'react-i18next'

import { useTypes } from '../shared/words'
import { variableOf } from './colours'
import styles from './ExplorePage.module.css'
import { countsOf, type Network, yearsOf } from './network'

interface Props {
  network: Network
  hidden: ReadonlySet<string>
  onHide: (hidden: ReadonlySet<string>) => void
  year: number | null
  onYear: (year: number | null) => void
}

/** What the colours mean; each type can be hidden, and one year asked for. */
export function Legend({ network, hidden, onHide, year, onYear }: Props) {
  const { t } = useTranslation()
  const types = useTypes()
  const years = yearsOf(network)

  function toggle(type: string) {
    const left = new Set(hidden)
    if (!left.delete(type)) left.add(type)
    onHide(left)
  }

  return (
    <fieldset className={`row bare ${styles.legend}`}>
      <legend className="only-read">{t('explore.legend')}</legend>
      {countsOf(network).map(([type, count]) => (
        <label key={type}>
          <input type="checkbox" checked={!hidden.has(type)} onChange={() => toggle(type)} />
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <circle cx="5" cy="5" r="5" fill={`var(${variableOf(type)})`} />
          </svg>
          {types(type)} <span className="quietly">{count}</span>
        </label>
      ))}
      {years.length > 0 && (
        <label>
          {t('explore.year')}
          <select value={year ?? ''} onChange={(event) => onYear(event.target.value ? Number(event.target.value) : null)}>
            <option value="">{t('explore.anyYear')}</option>
            {years.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      )}
    </fieldset>
  )
}
