import { key } from '../api/key'
import { OF_STATUS, type Trouble } from '../api/errors'

/** Why a file was not taken: a word for what to do, and what the service says. */
export interface Refused {
  trouble: Trouble | 'tooLarge'
  message?: string
}

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

const TROUBLE: Record<number, Refused['trouble']> = { ...OF_STATUS, 400: 'input', 413: 'tooLarge' }

/**
 * Sends a file to be imported; the id of the job that does it.
 * GraphQL takes no files, so this goes by REST (decision 30); all that follows is asked by GraphQL.
 */
export async function send(file: File, { dryRun, mapping, matches }: Said): Promise<{ id: string } | Refused> {
  const form = new FormData()
  form.set('dryRun', String(dryRun))
  if (mapping) form.set('mapping', JSON.stringify(mapping))
  if (matches.length > 0) form.set('matches', JSON.stringify(matches))
  form.set('file', file)
  try {
    const address = new URL('v1/imports', document.baseURI)
    const answer = await fetch(address, { method: 'POST', body: form, headers: { Authorization: `Bearer ${key.read()}`, 'Accept-Language': document.documentElement.lang } })
    const body: { id: string; message?: string } = await answer.json()
    return answer.ok ? { id: body.id } : { trouble: TROUBLE[answer.status] ?? 'bug', message: body.message }
  } catch {
    return { trouble: 'offline' }
  }
}
