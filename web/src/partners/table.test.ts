import { expect, test } from 'vitest'

import { csv } from './table'

test('a field with a comma, a quote or a line break is quoted', () => {
  expect(csv([['a,b', 'c "d"', 'e\nf', 1.5]])).toBe('\uFEFF"a,b","c ""d""","e\nf",1.5\r\n')
})

test('a text that a spreadsheet would take for a formula stays a text', () => {
  expect(csv([['=HYPERLINK("x")']])).toBe('\uFEFF"\'=HYPERLINK(""x"")"\r\n')
})
