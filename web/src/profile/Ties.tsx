import { useId } from 'react'
import { useTranslation } from 'react-i18next'

import { ElementLink } from '../shared/ElementLink'
import { Folded } from './Folded'
import type { Connected } from './profile'
import type { Section } from './sections'

/** A list of what is connected in one way, with what is only proposed said to be; nothing where there is none. */
export function Ties({ section, edges = [], totalCount = edges.length }: Partial<Connected> & { section: Section }) {
  const { t } = useTranslation()
  const heading = useId()
  if (edges.length === 0) return null
  return (
    <section aria-labelledby={heading} className="card">
      <h2 id={heading}>{t(`sections.${section}`)}</h2>
      <Folded all={edges} totalCount={totalCount} className="tags">
        {({ node, status }) => (
          <li key={node.id}>
            <ElementLink element={node} />
            {status === 'PROPOSED' && <span className="small quietly"> {t('profile.proposed')}</span>}
          </li>
        )}
      </Folded>
    </section>
  )
}
