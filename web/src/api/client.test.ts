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
