import type { NamedFragment, ProfileQuery } from '../gql/graphql'

type Node = NonNullable<ProfileQuery['node']>

/** An element as the profile asks for it. */
export type Profile = Extract<Node, { name: string }>

/** The first of what an element is connected with, and how many there are. */
export interface Connected {
  nodes: NamedFragment[]
  totalCount?: number
}
