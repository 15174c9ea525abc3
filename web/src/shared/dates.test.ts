import { expect, test } from 'vitest'

import { dateIn } from './dates'

test('a date is written as far as it is known', () => {
  expect(dateIn('cs-CZ', '2021-03-02')).toBe('2. března 2021')
  expect(dateIn('cs-CZ', '2021-03')).toBe('březen 2021')
  expect(dateIn('en-GB', '2021-03-02')).toBe('2 March 2021')
  expect(dateIn('en-GB', '2021')).toBe('2021')
})
