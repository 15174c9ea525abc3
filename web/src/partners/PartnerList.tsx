import { useId } from 'react'
import { useTranslation } from 'react-i18next'

import type { PartnerCardFragment, PartnersQueryVariables } from '../gql/graphql'
import { PartnerCard } from './PartnerCard'
import styles from './PartnersPage.module.css'
import { keyOf, type List, type Picked, taken } from './picked'

interface Props {
  list: List
  edges: PartnerCardFragment[]
  question: PartnersQueryVariables
  picked: Picked
  onPick: (picked: Picked) => void
}

export function PartnerList({ list, edges, question, picked, onPick }: Props) {
  const { t } = useTranslation()
  const heading = useId()
  const leftOut = (id: string) => !taken(picked, list, id)

  function toggle(id: string) {
    const after = new Set(picked)
    if (!after.delete(keyOf(list, id))) after.add(keyOf(list, id))
    onPick(after)
  }

  return (
    <section aria-labelledby={heading} className={edges.every(({ node }) => leftOut(node.id)) ? 'no-print' : undefined}>
      <h2 id={heading}>{t(`partners.${list}`)}</h2>
      <p className="quietly">{t(`partners.${list}Lead`)}</p>
      {edges.length === 0 && <p>{t('partners.none')}</p>}
      <ol className={styles.cards}>
        {edges.map((edge) => (
          <PartnerCard
            key={edge.node.id}
            edge={edge}
            question={question}
            picked={picked.has(keyOf(list, edge.node.id))}
            leftOut={leftOut(edge.node.id)}
            onPick={() => toggle(edge.node.id)}
          />
        ))}
      </ol>
    </section>
  )
}
