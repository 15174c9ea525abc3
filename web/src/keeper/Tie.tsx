import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type CombinedError, useClient } from 'urql'

import { useSentence } from '../explore/useSentence'
import { type NamedFragment, NotAnyMoreDocument, StillTrueDocument, TakeBackDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { type Refusal, Refused } from '../keeping'
import { focused } from '../shared/focused'
import { addressOf, nameOf } from '../shared/naming'
import styles from './KeeperPage.module.css'
import { inputOf, type UnconfirmedTie } from './ties'

interface Props {
  tie: UnconfirmedTie
  nodes: ReadonlyMap<string, NamedFragment>
  onSettled: (settled: boolean) => void
}

interface Settled {
  as: 'confirmed' | 'ended' | 'proposed'
  /** The write to take back; a proposal waits for a reviewer instead. */
  sequence: number | null
}

/** One thing that the map says, and two presses: still true, or not any more. Either can be taken back. */
export function Tie({ tie, nodes, onSettled }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const [settled, setSettled] = useState<Settled | null>(null)
  const [back, setBack] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)

  async function busily(write: () => Promise<void>) {
    setBusy(true)
    await write()
    setBusy(false)
  }

  function told(error: CombinedError | undefined, errors: Refusal[] = []): boolean {
    setRefusal(error ? { failed: error } : (errors[0] ?? null))
    return !error && errors.length === 0
  }

  function settle(as: 'confirmed' | 'ended', outcome?: { status: string; sequence: number | null }) {
    setSettled({ as: outcome?.status === 'PROPOSED' ? 'proposed' : as, sequence: outcome?.status === 'APPLIED' ? outcome.sequence : null })
    onSettled(true)
  }

  async function confirm() {
    const { data, error } = await client.mutation(StillTrueDocument, { input: [inputOf(tie)] })
    if (told(error, data?.confirm?.errors)) settle('confirmed', data?.confirm?.outcomes[0])
  }

  async function end() {
    const { connection } = inputOf(tie)
    if (!connection) return
    const { data, error } = await client.mutation(NotAnyMoreDocument, { input: [connection] })
    if (told(error, data?.disconnect?.errors)) settle('ended', data?.disconnect?.outcomes[0])
  }

  async function takeBack(sequence: number) {
    const { data, error } = await client.mutation(TakeBackDocument, { sequence })
    if (!told(error, data?.undo?.errors)) return
    setSettled(null)
    setBack(true)
    onSettled(false)
  }

  return (
    <li className="card">
      <p>
        <Said tie={tie} nodes={nodes} />
      </p>
      {settled ? (
        <div className="row">
          <output ref={focused} tabIndex={-1}>
            {t(`keeper.${settled.as}`)}
          </output>
          {settled.sequence !== null && (
            <button type="button" className="plain" disabled={busy} onClick={() => void busily(() => takeBack(settled.sequence!))}>
              {t('keeper.takeBack')}
            </button>
          )}
        </div>
      ) : (
        <div className={`row ${styles.answers}`}>
          <button type="button" autoFocus={back} disabled={busy} onClick={() => void busily(confirm)}>
            {t('keeper.stillTrue')}
          </button>
          {tie.link && (
            <button type="button" className="quiet" disabled={busy} onClick={() => void busily(end)}>
              {t('keeper.notAnyMore')}
            </button>
          )}
        </div>
      )}
      <Refused refusal={refusal} />
    </li>
  )
}

/** The tie as a sentence, with how old it is. */
function Said({ tie, nodes }: Pick<Props, 'tie' | 'nodes'>) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const sentence = useSentence({ nodes })
  const { link, from, to, element, confirmedAt, ended } = tie
  return (
    <>
      {link && from && to ? (
        sentence({ type: link, from, to })
      ) : (
        <Link to={addressOf(element)} target="_blank">
          {t('keeper.profile', { name: nameOf(element, language) })}
        </Link>
      )}{' '}
      <span className="small quietly">
        {ended ? t('keeper.over') : confirmedAt ? t('keeper.since', { date: confirmedAt }) : t('keeper.never')}
      </span>
    </>
  )
}
