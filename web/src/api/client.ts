import { persistedExchange } from '@urql/exchange-persisted'
import { retryExchange } from '@urql/exchange-retry'
import { Client, cacheExchange, type CombinedError, fetchExchange, makeOperation, mapExchange, type Operation } from 'urql'

import { troubleOf, waitOf } from './errors'
import { key } from './key'

const hashed = persistedExchange({
  // The build has written each document with its hash into the manifest of the service.
  generateHash: (_, document) => Promise.resolve((document as { __meta__?: { hash: string } }).__meta__!.hash.replace('sha256:', '')),
  enforcePersistedQueries: true,
  enableForMutation: true,
})

/** How many seconds one waits without being told why. */
const QUIETLY = 4

/** Whether the same question may be answered soon: the service is busy, was not reached, or has had enough for a moment. */
function passes(error: CombinedError): boolean {
  const trouble = troubleOf(error)
  if (trouble === 'offline') return navigator.onLine // a device that knows it is offline says so at once
  return trouble === 'busy' || (trouble === 'tooMany' && (waitOf(error) ?? Infinity) <= QUIETLY)
}

/** Whether what a key was refused for may be asked again without it, or with one that came meanwhile. */
function hasLostKey(error: CombinedError, { context }: Operation): boolean {
  return troubleOf(error) === 'signIn' && Boolean(context['bearer']) && context['bearer'] !== key.read()
}

/** The question once more, when the service has said that it answers. */
function later(error: CombinedError, operation: Operation): Operation {
  const retry = { count: 0, ...(operation.context['retry'] as object), delay: (waitOf(error) ?? 0) * 700 } // by 1.5 to 2.5
  return makeOperation(operation.kind, operation, { ...operation.context, retry: retry.delay ? retry : operation.context['retry'] })
}

// What changes something is sent once.
const again = retryExchange({
  initialDelayMs: 500,
  maxDelayMs: QUIETLY * 1000,
  maxNumberAttempts: 4,
  retryIf: (error: CombinedError, operation) => operation.kind === 'query' && (passes(error) || hasLostKey(error, operation)),
  retryWith: later,
})

// Each request goes with the key that there is when it is sent, and keeps it to be told by.
const withKey = mapExchange({
  onOperation(operation) {
    const bearer = key.read()
    const headers = { 'Accept-Language': document.documentElement.lang, ...(bearer && { Authorization: `Bearer ${bearer}` }) }
    return makeOperation(operation.kind, operation, { ...operation.context, bearer, fetchOptions: { headers } })
  },
})

// Whose key is over reads on without one, as everybody does. The page stays with what is typed on it, and says where to sign in anew.
const withoutKey = mapExchange({
  onError(error, operation) {
    const bearer = operation.context['bearer']
    if (troubleOf(error) === 'signIn' && bearer && bearer === key.read()) key.expire()
  },
})

// What was not written leaves what is shown as it is: asking anew, which may fail as well, would take away a form that is filled in.
const onlyWritten = mapExchange({
  onResult(result) {
    const { kind, context } = result.operation
    if (kind !== 'mutation' || !result.error) return
    return { ...result, operation: makeOperation(kind, result.operation, { ...context, additionalTypenames: [] }) }
  },
})

/** The one client of the service's GraphQL API; with a key where somebody has signed in on this device. */
export function makeClient(): Client {
  return new Client({
    url: new URL('graphql', document.baseURI).pathname,
    exchanges: [cacheExchange, onlyWritten, again, withoutKey, withKey, ...(import.meta.env.PROD ? [hashed] : []), fetchExchange],
    preferGetMethod: false,
  })
}
