import { CombinedError } from 'urql'

import { errorOf } from '../api/errors'
import { key } from '../api/key'

export interface Verdict {
  row: string
  of: string
  same: boolean
}

interface Said {
  dryRun: boolean
  mapping: object | null
  matches: Verdict[]
}

/**
 * Sends a file to be imported; the id of the job that does it.
 * GraphQL takes no files, so this goes by REST (decision 30); all that follows is asked by GraphQL.
 */
export async function send(file: File, { dryRun, mapping, matches }: Said): Promise<{ id: string } | CombinedError> {
  const form = new FormData()
  form.set('dryRun', String(dryRun))
  if (mapping) form.set('mapping', JSON.stringify(mapping))
  if (matches.length > 0) form.set('matches', JSON.stringify(matches))
  form.set('file', file)
  try {
    const address = new URL('v1/imports', document.baseURI)
    const answer = await fetch(address, { method: 'POST', body: form, headers: { Authorization: `Bearer ${key.read()}`, 'Accept-Language': document.documentElement.lang } })
    const body = await answer.json().catch(() => ({})) // what stands before the service answers in its own way
    return answer.ok ? { id: body.id } : errorOf(body, answer)
  } catch (error) {
    return new CombinedError({ networkError: error as Error })
  }
}
