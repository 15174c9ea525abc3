import { gql } from 'urql'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { makeClient } from './client'
import { key } from './key'

const QUESTION = gql('{ me { name } }')
const reload = vi.fn()
let sent: Headers

beforeEach(() => {
  const kept = new Map<string, string>()
  const storage = { getItem: (name: string) => kept.get(name) ?? null, setItem: kept.set.bind(kept), removeItem: kept.delete.bind(kept) }
  vi.stubGlobal('sessionStorage', storage)
  vi.stubGlobal('document', { baseURI: 'http://localhost/', documentElement: { lang: 'cs' } })
  vi.stubGlobal('location', { reload })
  reload.mockClear()
})
afterEach(() => vi.unstubAllGlobals())

/** Asks with a key that is refused; what is done meanwhile comes before the refusal. */
async function refused(meanwhile: () => void) {
  key.keep('first')
  vi.stubGlobal('fetch', async (_: string, { headers }: RequestInit) => {
    sent = new Headers(headers)
    meanwhile()
    return Response.json({ errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] }, { status: 401 })
  })
  await makeClient().query(QUESTION, {}).toPromise()
}

test('a key that is refused is dropped, and the page begins anew', async () => {
  await refused(() => {})
  expect([key.read(), key.isOver(), reload.mock.calls.length]).toEqual([null, true, 1])
})

test('a request goes with the key and the language of the page', async () => {
  await refused(() => {})
  expect([sent.get('Authorization'), sent.get('Accept-Language')]).toEqual(['Bearer first', 'cs'])
})

test('the refusal of a request leaves a key alone that came after it', async () => {
  await refused(() => key.keep('second'))
  expect([key.read(), key.isOver(), reload.mock.calls.length]).toEqual(['second', false, 0])
})

test.each([
  ['what failed', 503, 2],
  ['what was written', 200, 3],
])('after %s, what is shown is asked anew only if it may be another', async (_, status, requests) => {
  const fetched = vi.fn(async (_: string, { body }: RequestInit) =>
    String(body).includes('mutation')
      ? Response.json(status === 200 ? { data: { undo: { __typename: 'Undo' } } } : {}, { status })
      : Response.json({ data: { library: { __typename: 'Library', id: 'a' } } }),
  )
  vi.stubGlobal('fetch', fetched)
  const client = makeClient()
  const shown = client.query(gql('{ library { __typename id } }'), {}).subscribe(() => {})
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(1))
  await client.mutation(gql('mutation { undo { __typename } }'), {}, { additionalTypenames: ['Library'] }).toPromise()
  await vi.waitFor(() => expect(fetched.mock.calls.length).toBeGreaterThanOrEqual(requests))
  await new Promise((resolve) => setTimeout(resolve)) // what would be asked on top of that has been by then
  expect(fetched).toHaveBeenCalledTimes(requests)
  shown.unsubscribe()
})
