import { type KeyboardEvent, useEffect, useEffectEvent, useState } from 'react'
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { troubleOf } from '../api/errors'
import { SuggestionsDocument, type ElementType, type NamedFragment, type SuggestedFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import styles from './ElementPicker.module.css'
import { useKind } from './words'
import { nameOf, whereOf } from './naming'
import { useDebounced } from './useDebounced'
import { meet } from './useNamed'

const SHORTEST = 2
const PAUSE = 150

interface Props {
  label: string
  placeholder?: string
  types?: ElementType[]
  /** The element that is chosen now. */
  chosen?: NamedFragment | null
  onChoose: (element: NamedFragment | null) => void
  autoFocus?: boolean
  className?: string
}

/** A box in which one types a few letters and picks one element of the map. */
export function ElementPicker({ label, placeholder, types, chosen, onChoose, autoFocus, className }: Props) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const kind = useKind()
  const shown = chosen ? nameOf(chosen, language) : ''
  const [typed, setTyped] = useState<string | null>(null)
  const [hasty, setHasty] = useState(false)
  const text = typed ?? shown
  const query = useDebounced(text.trim(), PAUSE)
  const asks = typed !== null && query.length >= SHORTEST
  const [{ data, fetching, error }] = useQuery({ query: SuggestionsDocument, variables: { query, types }, pause: !asks })
  const found = asks ? (data?.search?.nodes ?? []) : []

  const settled = asks && !fetching && query === text.trim()
  const said = error ? (`errors.${troubleOf(error)}` as const) : settled ? 'search.nothing' : text.trim().length < SHORTEST ? 'search.short' : 'search.waiting'

  function choose(id: string | null) {
    const element = found.find((one) => one.id === id)
    setTyped(null)
    if (!element) return
    meet(element)
    onChoose(element)
  }

  /** Enter takes the first of what is found, where no other is pointed at; those who type fast need not wait for it. */
  function takeFirst(event: KeyboardEvent) {
    if (event.key !== 'Enter' || typed === null || (event.target as Element).hasAttribute('aria-activedescendant')) return
    event.preventDefault()
    event.stopPropagation() // the box would put back what was chosen before
    setHasty(true)
  }

  const takeFound = useEffectEvent(() => {
    setHasty(false)
    if (found[0]) choose(found[0].id)
  })
  useEffect(() => {
    if (hasty && settled) takeFound()
  }, [hasty, settled])

  function type(value: string) {
    if (value === shown && typed === null) return
    setTyped(value)
    setHasty(false)
    if (value === '' && chosen) onChoose(null)
  }

  return (
    <div className={className} onKeyDownCapture={takeFirst}>
      <ComboBox
        className={styles.picker}
        items={found}
        value={null} // what is chosen is known to the page alone; left to itself, the box would empty itself after a choice
        inputValue={text}
        onInputChange={type}
        onChange={(id) => choose(id as string | null)}
        onBlur={() => setTyped(null)}
        defaultFilter={() => true}
        allowsEmptyCollection={typed !== null}
        menuTrigger="input"
      >
        <Label>{label}</Label>
        <Input placeholder={placeholder} autoFocus={autoFocus} spellCheck={false} />
        <Popover className={styles.popover} placement="bottom start">
          <ListBox
            className={styles.list}
            renderEmptyState={() => <p className={styles.none}>{t(said)}</p>}
          >
            {(element: SuggestedFragment) => (
              <ListBoxItem id={element.id} textValue={nameOf(element, language)} className={styles.option}>
                <Text slot="label">{nameOf(element, language)}</Text>
                <Text slot="description" className="quietly small">
                  {[kind(element), whereOf(element)].filter(Boolean).join(' · ')}
                </Text>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </div>
  )
}
