import { CombinedError } from 'urql'

/** What went wrong, as the texts under `errors` tell it. */
export type Trouble = 'offline' | 'signIn' | 'forbidden' | 'tooMany' | 'busy' | 'notFound' | 'input' | 'renewed' | 'bug'

const OF_CODE: Record<string, Trouble> = {
  UNAUTHENTICATED: 'signIn',
  FORBIDDEN: 'forbidden',
  RATE_LIMITED: 'tooMany',
  QUERY_TOO_COMPLEX: 'input',
  NOT_FOUND: 'notFound',
  BAD_INPUT: 'input',
  // The page was built from other documents than the service has: from those before it was renewed.
  PERSISTED_QUERY_NOT_FOUND: 'renewed',
  DATABASE_UNAVAILABLE: 'busy',
  DATABASE_TIMEOUT: 'busy',
  ANALYSTS_UNAVAILABLE: 'busy',
  OVERLOADED: 'busy',
  IDENTITY_UNAVAILABLE: 'busy',
}
export const OF_STATUS: Record<number, Trouble> = { 401: 'signIn', 403: 'forbidden', 429: 'tooMany', 502: 'busy', 503: 'busy', 504: 'busy' }

export function troubleOf(error: CombinedError): Trouble {
  const status = (error.response as Response | undefined)?.status
  const code = error.graphQLErrors[0]?.extensions['code']
  const known = OF_CODE[String(code)] ?? OF_STATUS[status ?? 0]
  if (known) return known
  if (!status) return error.networkError ? 'offline' : 'bug'
  return status >= 400 && status < 500 ? 'input' : 'bug'
}

/** Whether the same may go well a little later. */
export function isPassing(error: CombinedError): boolean {
  return ['offline', 'busy', 'tooMany'].includes(troubleOf(error))
}

/** What a door beside GraphQL has refused, as an error of GraphQL. */
export function errorOf({ code, message, requestId }: { code?: string; message?: string; requestId?: string }, response?: Response): CombinedError {
  return new CombinedError({ graphQLErrors: [{ message: message ?? '', extensions: { code, requestId } }], response })
}

/** The fields that an answer lacks, where the rest of it came: of each, the names on the way to it. */
export function lackedBy(error: CombinedError): string[][] {
  return error.graphQLErrors.flatMap(({ path }) => (path ? [path.filter((step) => typeof step === 'string')] : []))
}

/** Whether it says that a part of the explorer did not come, which each browser does in its own words. */
export function isUnloaded(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|importing a module script|unable to preload/i.test(error.message)
}

/** How many seconds the service wants to be left alone, if it says so. */
export function waitOf(error: CombinedError): number | undefined {
  const said = (error.response as Response | undefined)?.headers?.get('Retry-After')
  return said ? Number(said) : undefined
}

/** The id under which the service's log has the request. */
export function requestIdOf(error: CombinedError): string | undefined {
  const id = error.graphQLErrors[0]?.extensions['requestId']
  return typeof id === 'string' ? id : undefined
}
