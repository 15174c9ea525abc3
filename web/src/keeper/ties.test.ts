import { expect, test } from 'vitest'

import type { NamedFragment } from '../gql/graphql'
import { idOf, inputOf, namesLeft, type UnconfirmedTie } from './ties'

const library = { __typename: 'Library', id: 'l', name: 'Library' } as NamedFragment
const hall = { __typename: 'Resource', id: 'hall', name: 'Hall' } as NamedFragment
const tie = (given: Partial<UnconfirmedTie>) =>
  ({ link: null, from: null, to: null, parallel: null, confirmedAt: null, ended: false, element: library, ...given }) as UnconfirmedTie

test('a connection and an element are confirmed each in its own form', () => {
  const offered = tie({ link: 'OFFERS', from: 'l', to: 'hall', element: hall })
  expect(inputOf(offered)).toEqual({ connection: { link: 'OFFERS', from: 'l', to: 'hall', parallel: null } })
  expect(inputOf(tie({}))).toEqual({ element: 'l' })
  expect(idOf(offered)).not.toBe(idOf(tie({})))
})

test('only names that did not come with the ties are asked for, each once', () => {
  const about = tie({ link: 'ABOUT', from: 'a', to: 'hall', element: hall })
  expect(namesLeft(library, [about, about])).toEqual(['a'])
})
