import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useLanguage } from '../i18n/useLanguage'
import { addressOf, nameOf } from '../shared/naming'
import type { Connected } from './profile'
import type { Section } from './sections'

/** A list of what is connected in one way; nothing where there is none. */
export function Ties({ section, nodes = [], totalCount = nodes.length }: Partial<Connected> & { section: Section }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const heading = useId()
  if (nodes.length === 0) return null
  return (
    <section aria-labelledby={heading} className="card">
      <h2 id={heading}>{t(`sections.${section}`)}</h2>
      <ul className="tags">
        {nodes.map((node) => (
          <li key={node.id}>
            <Link to={addressOf(node)}>{nameOf(node, language)}</Link>
          </li>
        ))}
      </ul>
      {totalCount > nodes.length && <p className="small quietly">{t('profile.more', { count: totalCount - nodes.length })}</p>}
    </section>
  )
}
