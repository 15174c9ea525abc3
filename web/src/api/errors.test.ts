import { CombinedError } from 'urql'
import { expect, test } from 'vitest'

import { errorOf, isPassing, requestIdOf, troubleOf, waitOf } from './errors'

const answered = (code: string, status = 200) =>
  new CombinedError({
    graphQLErrors: [{ message: 'no', extensions: { code, requestId: 'r1' } }],
    response: { status } as Response,
  })

test('the code of an error tells what to do', () => {
  expect(troubleOf(answered('RATE_LIMITED'))).toBe('tooMany')
  expect(troubleOf(answered('DATABASE_TIMEOUT'))).toBe('busy')
  expect(troubleOf(answered('INTERNAL_ERROR'))).toBe('bug')
})

test('an answer without codes is known by its status, and none at all means offline', () => {
  expect(troubleOf(new CombinedError({ networkError: new Error('x'), response: { status: 503 } as Response }))).toBe('busy')
  expect(troubleOf(new CombinedError({ networkError: new TypeError('Failed to fetch') }))).toBe('offline')
})

test('a bug is told with the id of the request', () => {
  expect(requestIdOf(answered('INTERNAL_ERROR'))).toBe('r1')
})

test('how long to wait is what the service says', () => {
  const error = new CombinedError({ networkError: new Error('x'), response: new Response(null, { status: 503, headers: { 'Retry-After': '2' } }) })
  expect(waitOf(error)).toBe(2)
  expect(waitOf(answered('RATE_LIMITED'))).toBeUndefined()
})

test('what another door refuses is told like the rest', () => {
  expect(troubleOf(errorOf({ code: 'FORBIDDEN' }, new Response(null, { status: 403 })))).toBe('forbidden')
  expect(troubleOf(errorOf({ code: 'KEY_REUSED' }, new Response(null, { status: 409 })))).toBe('input')
  expect(troubleOf(errorOf({}, new Response(null, { status: 502 })))).toBe('busy')
  expect([answered('OVERLOADED'), answered('FORBIDDEN')].map(isPassing)).toEqual([true, false])
})
