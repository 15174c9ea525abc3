import { CombinedError } from 'urql'

import { ask } from '../api/rest'

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
  const answer = await ask('v1/imports', { method: 'POST', body: form })
  return answer instanceof CombinedError ? answer : { id: (await answer.json()).id }
}
