import { useTranslation } from 'react-i18next'

import { ElementPicker } from '../shared/ElementPicker'
import { useNamed } from '../shared/useNamed'
import { useTypes } from '../shared/words'
import { communityColour, variableOf } from './colours'
import type { Communities } from './drawing'
import styles from './ExplorePage.module.css'
import { countsOf, type ElementTypeName, type Filter, type Network, yearsOf } from './network'

interface Props {
  network: Network
  /** What the colours mean, where not the types. */
  communities: Communities | null
  filter: Filter
  onFilter: (filter: Filter) => void
}

/** What the colours mean; each type can be hidden, and one year, topic or place asked for. */
export function Legend({ network, communities, filter, onFilter }: Props) {
  const { t } = useTranslation()
  const types = useTypes()
  const named = useNamed([filter.topic, filter.place])
  const years = yearsOf(network).map((year) => ({ id: String(year), name: String(year) }))

  function toggle(type: ElementTypeName) {
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
          {!communities && <Dot colour={`var(${variableOf(type)})`} />}
          {types(type)} <span className="quietly">{count}</span>
        </label>
      ))}
      <One label={t('explore.year')} any={t('explore.anyYear')} value={filter.year} options={years} onChange={(year) => onFilter({ ...filter, year: year ? Number(year) : null })} />
      <ElementPicker label={t('explore.topic')} placeholder={t('explore.anyTopic')} types={['TOPIC']} chosen={named(filter.topic)} onChoose={(topic) => onFilter({ ...filter, topic: topic?.id ?? null })} />
      <ElementPicker label={t('explore.place')} placeholder={t('explore.anyPlace')} types={['PLACE']} chosen={named(filter.place)} onChoose={(place) => onFilter({ ...filter, place: place?.id ?? null })} />
      {communities && <OfCommunities communities={communities} />}
    </fieldset>
  )
}

function OfCommunities({ communities }: { communities: Communities }) {
  const { t } = useTranslation()
  return (
    <ul className="tags">
      {[...new Set(communities.values())].toSorted((one, other) => one - other).map((number) => (
        <li key={number}>
          <Dot colour={communityColour(number)} /> {t('explore.community', { number: number + 1 })}
        </li>
      ))}
    </ul>
  )
}

function Dot({ colour }: { colour: string }) {
  return (
    <svg viewBox="0 0 10 10" aria-hidden="true">
      <circle cx="5" cy="5" r="5" fill={colour} />
    </svg>
  )
}

interface Option {
  id: string
  name: string
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
