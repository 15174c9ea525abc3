import { useCallback, useState } from 'react'
import { useClient } from 'urql'

import { CancelImportDocument, ImportJobDocument, type ImportJobQuery } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import type { Refused } from './upload'

export type Job = NonNullable<ImportJobQuery['importJob']>

const PAUSE = 500

/** Begins imports, and follows what becomes of them. `job` is the one under way, or the last one. */
export function useJob() {
  const client = useClient()
  const { asked: language } = useLanguage()
  const [sending, setSending] = useState(false)
  const [job, setJob] = useState<Job | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)

  const follow = useCallback(
    async (id: string): Promise<Job | null> => {
      for (;;) {
        const { data, error } = await client.query(ImportJobDocument, { id, language }, { requestPolicy: 'network-only' })
        if (error) {
          setRefused({ trouble: 'busy' })
          return null
        }
        const found = data?.importJob ?? null
        setJob(found)
        if (found?.state !== 'RUNNING') return found
        await new Promise((resolve) => setTimeout(resolve, PAUSE))
      }
    },
    [client, language],
  )

  const start = useCallback(
    async (begin: () => Promise<{ id: string } | Refused>): Promise<Job | null> => {
      setSending(true)
      setRefused(null)
      setJob(null)
      const answer = await begin()
      setSending(false)
      if ('id' in answer) return follow(answer.id)
      setRefused(answer)
      return null
    },
    [follow],
  )

  const cancel = useCallback(async () => {
    if (job) await client.mutation(CancelImportDocument, { id: job.id })
  }, [client, job])

  return { start, cancel, job, refused, sending, running: sending || job?.state === 'RUNNING' }
}
