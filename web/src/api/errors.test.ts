import { CombinedError } from 'urql'
import { expect, test } from 'vitest'

import { errorOf, isPassing, isUnloaded, lackedBy, requestIdOf, troubleOf, waitOf } from './errors'

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

test('a document that the service knows no more means that the page is older than it', () => {
  expect(troubleOf(answered('PERSISTED_QUERY_NOT_FOUND', 400))).toBe('renewed')
})

test('what an answer lacks is told by the way to it', () => {
  const error = new CombinedError({ graphQLErrors: [{ message: 'late', path: ['near', 'edges', 0, 'url'], extensions: {} }, { message: 'no' }] })
  expect(lackedBy(error)).toEqual([['near', 'edges', 'url']])
})

test.each([
  'Failed to fetch dynamically imported module: http://localhost/assets/a.js',
  'error loading dynamically imported module: http://localhost/assets/a.js',
  'Importing a module script failed.',
  'Unable to preload CSS for /assets/a.css',
])('a part that did not come is known by the words of each browser: %s', (message) => {
  expect(isUnloaded(new TypeError(message))).toBe(true)
  expect(isUnloaded(new TypeError('x is not a function'))).toBe(false)
})
