import { useTranslation } from 'react-i18next'

import { useLanguage } from '../i18n/useLanguage'
import { nameOf } from '../shared/naming'
import { useTypes } from '../shared/words'
import { variableOf } from './colours'
import styles from './ExplorePage.module.css'
import { countsOf, type Filter, type Network, yearsOf } from './network'

interface Props {
  network: Network
  filter: Filter
  onFilter: (filter: Filter) => void
}

/** What the colours mean; each type can be hidden, and one year, topic or place asked for. */
export function Legend({ network, filter, onFilter }: Props) {
  const { t } = useTranslation()
  const types = useTypes()
  const [topics, places] = [useOptions(network, 'Topic'), useOptions(network, 'Place')]
  const years = yearsOf(network).map((year) => ({ id: String(year), name: String(year) }))

  function toggle(type: string) {
    const hidden = new Set(filter.hidden)
    if (!hidden.delete(type)) hidden.add(type)
    onFilter({ ...filter, hidden })
  }

  return (
    <fieldset className={`row bare ${styles.legend}`}>
      <legend className="only-read">{t('explore.legend')}</legend>
      {countsOf(network).map(([type, count]) => (
        <label key={type}>
          <input type="checkbox" checked={!filter.hidden.has(type)} onChange={() => toggle(type)} />
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <circle cx="5" cy="5" r="5" fill={`var(${variableOf(type)})`} />
          </svg>
          {types(type)} <span className="quietly">{count}</span>
        </label>
      ))}
      <One label={t('explore.year')} any={t('explore.anyYear')} value={filter.year} options={years} onChange={(year) => onFilter({ ...filter, year: year ? Number(year) : null })} />
      <One label={t('explore.topic')} any={t('explore.anyTopic')} value={filter.topic} options={topics} onChange={(topic) => onFilter({ ...filter, topic })} />
      <One label={t('explore.place')} any={t('explore.anyPlace')} value={filter.place} options={places} onChange={(place) => onFilter({ ...filter, place })} />
    </fieldset>
  )
}

interface Option {
  id: string
  name: string
}

/** The elements of a type, by name. */
function useOptions(network: Network, type: string): Option[] {
  const { language } = useLanguage()
  return [...network.nodes.values()]
    .filter(({ __typename }) => __typename === type)
    .map((node) => ({ id: node.id, name: nameOf(node, language) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, language))
}

interface OneProps {
  label: string
  any: string
  value: string | number | null
  options: Option[]
  onChange: (id: string | null) => void
}

/** One of several, or any; nothing where there is none to choose. */
function One({ label, any, value, options, onChange }: OneProps) {
  if (options.length === 0) return null
  return (
    <label>
      {label}
      <select value={value ?? ''} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">{any}</option>
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
