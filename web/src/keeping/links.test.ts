import { expect, test } from 'vitest'

import { linkOf } from './links'

test('a link leads below the path of the service, with its secret behind the #', () => {
  expect(linkOf('a&b', 'spj_x', 'https://maps.example/spojenci/')).toBe('https://maps.example/spojenci/keeper?library=a%26b#spj_x')
})
