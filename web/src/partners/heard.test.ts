import { expect, test, vi } from 'vitest'

import { heard } from './heard'

test('what was said of a suggestion is known to all who show it, and that it was taken back', () => {
  const changed = vi.fn()
  const leave = heard.subscribe(changed)
  expect(heard.of('a')).toBeUndefined()
  heard.keep('a', 'USEFUL')
  expect(heard.of('a')).toBe('USEFUL')
  heard.keep('a', 'WITHDRAWN')
  expect([heard.of('a'), heard.of('b'), changed.mock.calls.length]).toEqual([null, undefined, 2])
  leave()
})
