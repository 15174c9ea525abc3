import { useId } from 'react'
import { useTranslation } from 'react-i18next'

import type { PartnerCardFragment, PartnersQueryVariables } from '../gql/graphql'
import { PartnerCard } from './PartnerCard'
import styles from './PartnersPage.module.css'

interface Props {
  title: string
  lead: string
  edges: PartnerCardFragment[]
  question: PartnersQueryVariables
}

export function PartnerList({ title, lead, edges, question }: Props) {
  const { t } = useTranslation()
  const heading = useId()
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      <p className="quietly">{lead}</p>
      {edges.length === 0 && <p>{t('partners.none')}</p>}
      <ol className={styles.cards}>
        {edges.map((edge) => (
          <PartnerCard key={edge.node.id} edge={edge} question={question} />
        ))}
      </ol>
    </section>
  )
}
