import { gql } from 'urql'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { makeClient } from './client'
import { key } from './key'

const QUESTION = gql('{ me { name } }')
let sent: Headers[]

beforeEach(() => {
  const kept = new Map<string, string>()
  const storage = { getItem: (name: string) => kept.get(name) ?? null, setItem: kept.set.bind(kept), removeItem: kept.delete.bind(kept) }
  vi.stubGlobal('sessionStorage', storage)
  vi.stubGlobal('document', { baseURI: 'http://localhost/', documentElement: { lang: 'cs' } })
  vi.stubGlobal('navigator', { onLine: true })
})
afterEach(() => vi.unstubAllGlobals())

/** Asks with a key that is refused; what is done meanwhile comes before the refusal. */
async function refused(meanwhile: () => void) {
  key.keep('first')
  sent = []
  vi.stubGlobal('fetch', async (_: string, { headers }: RequestInit) => {
    sent.push(new Headers(headers))
    if (sent.at(-1)!.get('Authorization') !== 'Bearer first') return Response.json({ data: { me: { __typename: 'Me', name: null } } })
    meanwhile()
    return Response.json({ errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] }, { status: 401 })
  })
  return await makeClient().query(QUESTION, {}).toPromise()
}

const bearers = () => sent.map((headers) => headers.get('Authorization'))

test('a key that is refused is dropped, and the same is asked without one', async () => {
  const { error } = await refused(() => {})
  expect([key.read(), key.isOver(), error]).toEqual([null, true, undefined])
  expect(bearers()).toEqual(['Bearer first', null])
})

test('a request goes with the key and the language of the page', async () => {
  await refused(() => {})
  expect([sent[0]!.get('Authorization'), sent[0]!.get('Accept-Language')]).toEqual(['Bearer first', 'cs'])
})

test('the refusal of a request leaves a key alone that came after it, and asks with that', async () => {
  await refused(() => key.keep('second'))
  expect([key.read(), key.isOver()]).toEqual(['second', false])
  expect(bearers()).toEqual(['Bearer first', 'Bearer second'])
})

test('a write that is refused for its key is not sent again, and the key is over', async () => {
  key.keep('first')
  const fetched = vi.fn(async () => Response.json({ errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] }, { status: 401 }))
  vi.stubGlobal('fetch', fetched)
  await makeClient().mutation(gql('mutation { undo { __typename } }'), {}).toPromise()
  expect([fetched.mock.calls.length, key.isOver()]).toEqual([1, true])
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
