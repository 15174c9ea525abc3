import { expect, test } from 'vitest'

import type { PartnersQuery } from '../gql/graphql'
import { networkOf } from './partnersNetwork'

const end = (elementId: string, type: string) => ({ elementId, type, name: elementId })
const edge = {
  node: { __typename: 'Organization', id: 'o', name: 'Hospital' },
  evidence: [
    {
      path: [
        { link: 'TAKES_PART_IN', from: end('o', 'ORGANIZATION'), to: end('a', 'ACTIVITY') },
        { link: 'FOR', from: end('a', 'ACTIVITY'), to: end('g', 'TARGET_GROUP') },
      ],
    },
  ],
}
const lists = { near: { edges: [edge] }, learnFrom: { edges: [edge] } } as unknown as PartnersQuery

test('paths of both lists make one network, with each element and connection once', () => {
  const { nodes, links } = networkOf(lists)
  expect([...nodes.values()].map(({ __typename }) => __typename)).toEqual(['Organization', 'Activity', 'TargetGroup'])
  expect([...links.keys()]).toEqual(['o TAKES_PART_IN a', 'a FOR g'])
})
