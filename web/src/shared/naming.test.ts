import { expect, test } from 'vitest'

import { addressOf, slugOf } from './naming'

test('the slug of a name has letters that every address may have', () => {
  expect(slugOf('Městská knihovna – Kroměříž (pobočka 2)')).toBe('mestska-knihovna-kromeriz-pobocka-2')
})

test('a name without letters gives no slug', () => {
  expect(slugOf('図書館')).toBe('')
  expect(addressOf({ id: 'a/b', name: '図書館' })).toBe('/elements/a%2Fb')
})
