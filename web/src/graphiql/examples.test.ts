import { expect, test } from 'vitest'

import { EXAMPLES } from './examples'

test('each example has a question, and a name in both languages', () => {
  expect(EXAMPLES[0]!.name).toBe('partners')
  expect(EXAMPLES.length).toBeGreaterThan(8)
  for (const { query, title } of EXAMPLES) {
    expect(query).toMatch(/^(query|\{)/)
    expect(title.cs).not.toBe('')
    expect(title.en).not.toBe(title.cs)
  }
})
