import { expect, test } from 'vitest'

import { filterOf } from './filter'

test('the address is the filter; what it does not say narrows nothing', () => {
  const filter = filterOf(new URLSearchParams('by=kkfb-web&reason=import&door='))
  expect(filter).toEqual({ by: ['kkfb-web'], reasons: ['import'], doors: null, touching: null, from: null, to: null })
})

test('the last day is meant as a whole', () => {
  expect(filterOf(new URLSearchParams('from=2026-02-01&to=2026-02-28'))).toMatchObject({
    from: new Date(2026, 1, 1).toISOString(),
    to: new Date(2026, 2, 1).toISOString(),
  })
})
