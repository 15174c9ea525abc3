import { persistedExchange } from '@urql/exchange-persisted'
import { retryExchange } from '@urql/exchange-retry'
import { Client, cacheExchange, type CombinedError, fetchExchange } from 'urql'

import { troubleOf } from './errors'
import { key } from './key'

const hashed = persistedExchange({
  // The build has written each document with its hash into the manifest of the service.
  generateHash: (_, document) => Promise.resolve((document as { __meta__?: { hash: string } }).__meta__!.hash.replace('sha256:', '')),
  enforcePersistedQueries: true,
  enableForMutation: true,
})

// A service that is busy, or was not reached, is asked again; what changes something is sent once.
const again = retryExchange({
  initialDelayMs: 500,
  maxDelayMs: 4000,
  maxNumberAttempts: 4,
  retryIf: (error: CombinedError, operation) => operation.kind === 'query' && ['busy', 'offline'].includes(troubleOf(error)),
})

/** The one client of the service's GraphQL API; with a key where somebody has signed in on this device. */
export function makeClient(): Client {
  return new Client({
    url: new URL('graphql', document.baseURI).pathname,
    exchanges: [cacheExchange, again, ...(import.meta.env.PROD ? [hashed] : []), fetchExchange],
    preferGetMethod: false,
    fetchOptions: () => {
      const bearer = key.read()
      return bearer ? { headers: { Authorization: `Bearer ${bearer}` } } : {}
    },
  })
}
