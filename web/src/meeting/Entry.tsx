import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { NamedFragment } from '../gql/graphql'
import { ElementLink, ElementLinks } from '../shared/ElementLink'
import { useKind } from '../shared/words'
import { placeOf } from '../shared/naming'

interface Props {
  element: NamedFragment
  /** What is known of it, in a line; what is not known is left out. */
  facts?: (string | null | undefined | false)[]
  children?: ReactNode
}

/** One line of an answer: an element, what it is, and why it stands there. */
export function Entry({ element, facts = [], children }: Props) {
  const kind = useKind()
  return (
    <li>
      <h3>
        <ElementLink element={element} />
      </h3>
      <p className="small quietly">{[kind(element), placeOf(element), ...facts].filter(Boolean).join(' · ')}</p>
      {children}
    </li>
  )
}

/** Elements with what they are to an entry; nothing where there are none. */
export function Through({ label, elements }: { label: string; elements: NamedFragment[] }) {
  if (elements.length === 0) return null
  return (
    <p className="small">
      {label} <ElementLinks elements={elements} />
    </p>
  )
}

/** A distance as people say it. */
export function useDistance(): (kilometres: number | null | undefined) => string | null {
  const { t } = useTranslation()
  return (kilometres) => (typeof kilometres === 'number' ? t('partners.km', { km: Math.round(kilometres) }) : null)
}
