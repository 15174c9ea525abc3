import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useMe } from '../account/useMe'
import { ReviewDocument, WithdrawDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Press } from '../shared/Press'
import { Changes } from './Changes'
import type { Deed } from './Done'
import styles from './keeping.module.css'
import type { Proposal } from './ProposalsPage'
import { Refused } from './Refused'
import { useWrite } from './useWrite'

interface Props {
  proposal: Proposal
  onDecided: (deed: Deed) => void
}

/** One proposal: whose, why in their words, what it would change, and what whoever looks may do. */
export function ProposalCard({ proposal, onDecided }: Props) {
  const { t } = useTranslation('keeping')
  const { locale } = useLanguage()
  const { me, may } = useMe()
  const heading = useId()
  return (
    <li className="card" aria-labelledby={heading}>
      <h2 id={heading} className={styles.title}>
        {proposal.sequence}. {t('proposals.by', { name: proposal.by })}
      </h2>
      <p className="small quietly">
        {new Date(proposal.at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })}
        {proposal.refers && ` · ${t('proposals.replaces', { sequence: proposal.refers })}`}
      </p>
      {proposal.note && <blockquote className={styles.note}>{proposal.note}</blockquote>}
      <Changes changes={proposal.changes} />
      {may('reviewer') && <Decision proposal={proposal} onDecided={onDecided} />}
      {me?.name === proposal.by && <Withdrawal proposal={proposal} onDecided={onDecided} />}
    </li>
  )
}

function Decision({ proposal: { sequence }, onDecided }: Props) {
  const { t } = useTranslation('keeping')
  const [note, setNote] = useState('')
  const { write, writing, refusal } = useWrite(ReviewDocument)

  async function decide(accept: boolean) {
    const { done, refused } = await write({ sequence, accept, note: note.trim() || null })
    // The proposal has another number by then, and this card is gone.
    if (refused?.code === 'CONFLICT') return onDecided({ text: t('proposals.changed', { sequence }) })
    if (!done) return
    const text = t(accept ? 'proposals.accepted' : 'proposals.rejected', { sequence })
    onDecided({ text, sequence: accept ? done.review?.outcomes.find((outcome) => outcome.sequence)?.sequence : null })
  }

  return (
    <>
      <div className="row">
        <label className={styles.field}>
          {t('proposals.note')}
          <input value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        <Press busy={writing} onPress={() => void decide(true)}>
          {t('proposals.accept')} <span className="only-read">{sequence}</span>
        </Press>
        <Press className="quiet" busy={writing} onPress={() => void decide(false)}>
          {t('proposals.reject')} <span className="only-read">{sequence}</span>
        </Press>
      </div>
      <Refused refusal={refusal} />
    </>
  )
}

function Withdrawal({ proposal: { sequence }, onDecided }: Props) {
  const { t } = useTranslation('keeping')
  const { write, writing, refusal } = useWrite(WithdrawDocument)

  async function withdraw() {
    if ((await write({ sequence })).done) onDecided({ text: t('proposals.withdrawn', { sequence }) })
  }

  return (
    <>
      <Press className="plain" busy={writing} onPress={() => void withdraw()}>
        {t('proposals.withdraw')} <span className="only-read">{sequence}</span>
      </Press>
      <Refused refusal={refusal} />
    </>
  )
}
