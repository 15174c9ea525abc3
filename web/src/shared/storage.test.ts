import { afterEach, expect, test, vi } from 'vitest'

import { storage } from './storage'

afterEach(() => vi.unstubAllGlobals())

test('where the browser keeps nothing, the page remembers', () => {
  const refused = {
    get localStorage(): never {
      throw new DOMException('denied', 'SecurityError')
    },
  }
  vi.stubGlobal('window', refused)
  const kept = storage('localStorage')
  kept.setItem('a', 'b')
  expect(kept.getItem('a')).toBe('b')
  kept.removeItem('a')
  expect(kept.getItem('a')).toBeNull()
})
