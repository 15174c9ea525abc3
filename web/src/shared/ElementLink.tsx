import { Fragment } from 'react'
import { Link } from 'react-router'

import type { NamedFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { addressOf, nameOf } from './naming'

export function ElementLink({ element }: { element: NamedFragment }) {
  const { language } = useLanguage()
  return <Link to={addressOf(element)}>{nameOf(element, language)}</Link>
}

/** Elements in a row of words. */
export function ElementLinks({ elements }: { elements: NamedFragment[] }) {
  return elements.map((element, place) => (
    <Fragment key={element.id}>
      {place > 0 && ', '}
      <ElementLink element={element} />
    </Fragment>
  ))
}
