import { expect, test } from 'vitest'

import { filterOf, withFilter } from './address'
import { NO_FILTER } from './network'

test('what is asked to be seen stands in the address, beside the rest of it', () => {
  const filter = { hidden: new Set(['Topic', 'Place'] as const), year: 2021, topic: 't', place: 'p' }
  const address = new URLSearchParams(withFilter(new URLSearchParams('of=a&open=b&topic=old'), filter))
  expect(String(address)).toBe('of=a&open=b&hide=Topic&hide=Place&year=2021&topic=t&place=p')
  expect(filterOf(address)).toEqual(filter)
  expect(String(new URLSearchParams(withFilter(address, NO_FILTER)))).toBe('of=a&open=b')
})

test('what means nothing asks for nothing', () => {
  expect(filterOf(new URLSearchParams('hide=Castle&year=soon&topic='))).toEqual(NO_FILTER)
})
