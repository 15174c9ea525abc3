import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { NamedFragment } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { ElementLink } from '../shared/ElementLink'
import { useKind } from '../shared/words'
import { myLibrary } from '../shared/MyLibrary'
import { placeOf } from '../shared/naming'
import styles from './CountryMap.module.css'
import { Sheet } from './Sheet'
import { type Country, useCountry } from './useCountry'

interface Props {
  elements: NamedFragment[]
  /** The element for which one asks; the library of this device where there is none. */
  of?: string
}

/** Elements where they are in the country, numbered as in the list beside; behind them, a dot for whatever the map knows. */
export default function CountryMap({ elements, of }: Props) {
  const { t } = useTranslation()
  const { query, country } = useCountry()
  const own = myLibrary.use()
  return (
    <Asked query={query} waiting={t('country.waiting')}>
      {() => <Located elements={elements} own={of ?? own?.id} country={country} />}
    </Asked>
  )
}

function Located({ elements, own, country }: { elements: NamedFragment[]; own?: string; country: Country }) {
  const { t } = useTranslation()
  const kind = useKind()
  const [close, setClose] = useState(false)
  const [pointed, point] = useState<string | null>(null)
  const located = useMemo(() => elements.filter(({ id }) => country.positions.has(id)), [elements, country])
  if (located.length === 0) return <p className="notice">{t('country.none')}</p>
  return (
    <div>
      <p className={`${styles.close} no-print`}>
        <button type="button" className="quiet" aria-pressed={close} onClick={() => setClose(!close)}>
          {t('country.close')}
        </button>
      </p>
      <Sheet elements={located} country={country} own={own} close={close} pointed={pointed} onPoint={point} />
      <p className="small quietly">
        {t('country.backdrop')}{' '}
        {elements.length > located.length && t('country.nowhere', { count: elements.length - located.length })}
      </p>
      <ol className={styles.list} aria-label={t('country.list')}>
        {located.map((element) => (
          <li
            key={element.id}
            className={element.id === pointed ? styles.pointed : undefined}
            onFocus={() => point(element.id)}
            onBlur={() => point(null)}
            onPointerEnter={() => point(element.id)}
            onPointerLeave={() => point(null)}
          >
            <ElementLink element={element} />{' '}
            <span className="small quietly">
              {[kind(element), placeOf(element), element.id === own && t('country.own')].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
