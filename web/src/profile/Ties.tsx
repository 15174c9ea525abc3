import { useId } from 'react'
import { useTranslation } from 'react-i18next'

import { ElementLink } from '../shared/ElementLink'
import { Folded } from './Folded'
import type { Connected } from './profile'
import type { Section } from './sections'

/** A list of what is connected in one way; nothing where there is none. */
export function Ties({ section, nodes = [], totalCount = nodes.length }: Partial<Connected> & { section: Section }) {
  const { t } = useTranslation()
  const heading = useId()
  if (nodes.length === 0) return null
  return (
    <section aria-labelledby={heading} className="card">
      <h2 id={heading}>{t(`sections.${section}`)}</h2>
      <Folded all={nodes} totalCount={totalCount} className="tags">
        {(node) => (
          <li key={node.id}>
            <ElementLink element={node} />
          </li>
        )}
      </Folded>
    </section>
  )
}
