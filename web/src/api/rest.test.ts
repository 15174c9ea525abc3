import { CombinedError } from 'urql'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { troubleOf } from './errors'
import { key } from './key'
import { ask, fileNameOf } from './rest'

beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'http://localhost/map/', documentElement: { lang: 'cs' } })
  key.keep('secret')
})
afterEach(() => vi.unstubAllGlobals())

test('a document is asked with the key', async () => {
  const fetched = vi.fn(async () => new Response('', { headers: { 'Content-Disposition': 'inline; filename="brief-2026.pdf"' } }))
  vi.stubGlobal('fetch', fetched)
  const answer = await ask('v1/founder-brief?library=a')
  expect(fetched).toHaveBeenCalledWith(new URL('http://localhost/map/v1/founder-brief?library=a'), {
    headers: { 'Accept-Language': 'cs', Authorization: 'Bearer secret' },
  })
  expect(answer instanceof Response && fileNameOf(answer)).toBe('brief-2026.pdf')
})

test('a key that is refused is over, and an answer of what stands before the service is one too', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ code: 'UNAUTHENTICATED' }, { status: 401 }))
  expect(troubleOf((await ask('v1/x')) as CombinedError)).toBe('signIn')
  expect([key.read(), key.isOver()]).toEqual([null, true])
  vi.stubGlobal('fetch', async () => new Response('<html>', { status: 502 }))
  expect(troubleOf((await ask('v1/x')) as CombinedError)).toBe('busy')
})
