import { useCallback, useState } from 'react'
import { type CombinedError, useClient } from 'urql'

import { isPassing } from '../api/errors'
import { CancelImportDocument, ImportJobDocument, type ImportJobQuery } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'

export type Job = NonNullable<ImportJobQuery['importJob']>

const PAUSE = 500
/** Until one asks again after the service was not reached; the import goes on there meanwhile. */
const LATER = 4000

/** Begins imports, and follows what becomes of them. `job` is the one under way, or the last one; of each that begins, `onStart` is told the id. */
export function useJob(onStart?: (id: string) => void) {
  const client = useClient()
  const { asked: language } = useLanguage()
  const [running, setRunning] = useState(false)
  const [job, setJob] = useState<Job | null>(null)
  const [refused, setRefused] = useState<CombinedError | null>(null)
  const [lost, setLost] = useState(false)

  const follow = useCallback(
    async (id: string): Promise<Job | null> => {
      for (;;) {
        const { data, error } = await client.query(ImportJobDocument, { id, language }, { requestPolicy: 'network-only' })
        const isLost = error !== undefined && isPassing(error)
        setLost(isLost)
        if (error && !isLost) {
          setJob(null)
          setRefused(error)
          return null
        }
        if (!error) {
          const found = data?.importJob ?? null
          setJob(found)
          if (found?.state !== 'RUNNING') return found
        }
        await new Promise((resolve) => setTimeout(resolve, isLost ? LATER : PAUSE))
      }
    },
    [client, language],
  )

  /** Goes on with one that was begun before the page was loaded. */
  const resume = useCallback(
    async (id: string): Promise<void> => {
      setRunning(true)
      await follow(id)
      setRunning(false)
    },
    [follow],
  )

  const start = useCallback(
    async (begin: () => Promise<{ id: string } | CombinedError>): Promise<Job | null> => {
      setRunning(true)
      setRefused(null)
      setJob(null)
      const answer = await begin()
      if ('id' in answer) onStart?.(answer.id)
      const ended = 'id' in answer ? await follow(answer.id) : null
      if (!('id' in answer)) setRefused(answer)
      setRunning(false)
      return ended
    },
    [follow, onStart],
  )

  const cancel = useCallback(async () => {
    if (job) await client.mutation(CancelImportDocument, { id: job.id })
  }, [client, job])

  return { start, resume, cancel, job, refused, lost, running }
}
