import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { DOORS, type FilterName, FILTERS, REASONS } from './filter'
import styles from './keeping.module.css'
import { OfElement } from './OfElement'

/** Narrows the list of writes; the address is the filter. */
export function LogFilter() {
  const { t } = useTranslation('keeping')
  const [parameters, setParameters] = useSearchParams()
  const used = FILTERS.some((name) => parameters.get(name))

  function change(name: FilterName, value: string) {
    const next = new URLSearchParams(parameters)
    next.delete('after')
    if (value) next.set(name, value)
    else next.delete(name)
    setParameters(next, { replace: true })
  }

  const choice = (name: 'reason' | 'door', values: readonly string[], text: (value: string) => string) => (
    <label className={styles.field}>
      {t(`filter.${name}`)}
      <select value={parameters.get(name) ?? ''} onChange={(event) => change(name, event.target.value)}>
        <option value="">{t('filter.any')}</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {text(value)}
          </option>
        ))}
      </select>
    </label>
  )
  const typed = (name: 'by' | 'from' | 'to') => (
    <label className={styles.field}>
      {t(`filter.${name}`)}
      <input
        key={parameters.get(name)}
        type={name === 'by' ? 'text' : 'date'}
        defaultValue={parameters.get(name) ?? ''}
        onBlur={(event) => event.target.value !== (parameters.get(name) ?? '') && change(name, event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && change(name, event.currentTarget.value)}
      />
    </label>
  )

  return (
    <details open={used || undefined}>
      <summary>{t('filter.title')}</summary>
      <search className={styles.fields}>
        <OfElement label={t('filter.touching')} id={parameters.get('touching')} onChoose={(id) => change('touching', id ?? '')} />
        {typed('by')}
        {choice('reason', REASONS, (value) => t(`reasons.${value as 'undo'}`))}
        {choice('door', DOORS, (value) => t(`doors.${value as 'cli'}`))}
        {typed('from')}
        {typed('to')}
      </search>
    </details>
  )
}
