import { useState } from 'react'
import { type CombinedError, useClient } from 'urql'

import { troubleOf } from '../api/errors'
import { NotAnyMoreDocument, StillTrueDocument, TakeBackDocument } from '../gql/graphql'
import type { Refusal } from '../keeping'
import { idOf, inputOf, isRecent, type UnconfirmedTie } from './ties'

/** What somebody has said of a tie. */
export interface Answer {
  /** `before`: confirmed by an earlier visit, or entered lately. */
  as: 'confirmed' | 'ended' | 'proposed' | 'before'
  /** The write to take back; a proposal waits for a reviewer instead. */
  sequence: number | null
}

interface Outcome {
  status: string
  sequence: number | null
}

/** What is answered of ties so far, and the ways to answer. Each answer is written at once. */
export function useAnswers(ties: UnconfirmedTie[]) {
  const client = useClient()
  const [answers, setAnswers] = useState<ReadonlyMap<string, Answer>>(() => before(ties))
  const [latest, setLatest] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)

  /** Writes, and says whether that was done; the refusal stands where was pressed last. */
  async function written(pressed: string, write: Promise<{ error?: CombinedError; errors?: Refusal[] }>): Promise<boolean> {
    setBusy(true)
    const { error, errors = [] } = await write
    setBusy(false)
    setLatest(pressed)
    setRefusal(error ? { failed: error } : (errors[0] ?? null))
    return !error && errors.length === 0
  }

  function settle(told: UnconfirmedTie[], as: 'confirmed' | 'ended', outcomes: Outcome[] = []) {
    const news = told.map((tie, place) => [idOf(tie), answerOf(as, outcomes[place])] as const)
    setAnswers((answered) => new Map([...answered, ...news]))
  }

  async function confirm(told: UnconfirmedTie[]) {
    const write = client.mutation(StillTrueDocument, { input: told.map(inputOf) }).toPromise()
    const done = await written(idOf(told[0]!), write.then(({ error, data }) => ({ error, errors: data?.confirm?.errors })))
    if (done) settle(told, 'confirmed', (await write).data?.confirm?.outcomes)
  }

  async function end(tie: UnconfirmedTie) {
    const { connection } = inputOf(tie)
    if (!connection) return
    const write = client.mutation(NotAnyMoreDocument, { input: [connection] }).toPromise()
    const done = await written(idOf(tie), write.then(({ error, data }) => ({ error, errors: data?.disconnect?.errors })))
    if (done) settle([tie], 'ended', (await write).data?.disconnect?.outcomes)
  }

  /** Takes back one write, with all that was answered by it. */
  async function takeBack(tie: UnconfirmedTie, sequence: number) {
    const write = client.mutation(TakeBackDocument, { sequence }).toPromise()
    const done = await written(idOf(tie), write.then(({ error, data }) => ({ error, errors: data?.undo?.errors })))
    if (done) setAnswers((answered) => new Map([...answered].filter(([, answer]) => answer.sequence !== sequence)))
  }

  const isOver = refusal?.failed !== undefined && troubleOf(refusal.failed) === 'signIn'
  return { answers, latest, refusal, isOver, busy, confirm, end, takeBack }
}

export type Answers = ReturnType<typeof useAnswers>

function before(ties: UnconfirmedTie[]): ReadonlyMap<string, Answer> {
  const today = new Date()
  return new Map(ties.filter((tie) => isRecent(tie, today)).map((tie) => [idOf(tie), { as: 'before', sequence: null }]))
}

function answerOf(as: 'confirmed' | 'ended', outcome?: Outcome): Answer {
  return { as: outcome?.status === 'PROPOSED' ? 'proposed' : as, sequence: outcome?.status === 'APPLIED' ? outcome.sequence : null }
}
