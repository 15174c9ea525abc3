import { CombinedError } from 'urql'

import { errorOf, troubleOf } from './errors'
import { key } from './key'

/** Asks what GraphQL has not (files, documents), with the key where somebody has signed in; what is refused comes as an error of GraphQL. */
export async function ask(address: string, options: RequestInit = {}): Promise<Response | CombinedError> {
  const bearer = key.read()
  const headers = { 'Accept-Language': document.documentElement.lang, ...(bearer && { Authorization: `Bearer ${bearer}` }) }
  try {
    const answer = await fetch(new URL(address, document.baseURI), { ...options, headers })
    if (answer.ok) return answer
    const error = errorOf(await answer.json().catch(() => ({})), answer) // what stands before the service answers in its own way
    if (troubleOf(error) === 'signIn' && bearer && bearer === key.read()) key.expire()
    return error
  } catch (error) {
    return new CombinedError({ networkError: error as Error })
  }
}

/** What the service calls a file that it sends. */
export function fileNameOf(answer: Response): string {
  return /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? 'spojenci.json'
}
