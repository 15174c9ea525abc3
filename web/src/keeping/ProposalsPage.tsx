import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { ProposalsDocument, type ProposalsQuery } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { type Deed, Done } from './Done'
import { Gate } from './Gate'
import styles from './keeping.module.css'
import { KeepingPage } from './KeepingPage'
import { Pages } from './Pages'
import { ProposalCard } from './ProposalCard'

export type Proposal = NonNullable<ProposalsQuery['proposals']>['nodes'][number]

/** What waits for a reviewer; contributors see their own and may take them back. */
export function ProposalsPage() {
  return (
    <KeepingPage of="proposals">
      <Gate takes="contributor">
        <Proposals />
      </Gate>
    </KeepingPage>
  )
}

function Proposals() {
  const { t } = useTranslation('keeping')
  const [parameters] = useSearchParams()
  const query = useQuery({ query: ProposalsDocument, variables: { after: parameters.get('after') } })
  const [deed, setDeed] = useState<Deed | null>(null)
  return (
    <>
      <Done deed={deed} />
      <Asked query={query} waiting={t('proposals.waiting')}>
        {({ proposals }) => (
          <>
            {proposals?.nodes.length === 0 && <p className="notice">{t('proposals.none')}</p>}
            <ol className={styles.cards}>
              {proposals?.nodes.map((proposal) => (
                <ProposalCard key={proposal.sequence} proposal={proposal} onDecided={setDeed} />
              ))}
            </ol>
            <Pages {...proposals?.pageInfo} />
          </>
        )}
      </Asked>
    </>
  )
}
