import { useQuery } from 'urql'

import { key } from '../api/key'
import { MeDocument } from '../gql/graphql'

const RANKS = ['reader', 'contributor', 'reviewer', 'admin'] as const

export type Role = (typeof RANKS)[number]

/** Whoever has signed in, as the service knows them; null where nobody has. Whose key is over since stays who they were, so that no form of theirs goes. */
export function useMe() {
  const [{ data, fetching, error }] = useQuery({ query: MeDocument, pause: !key.read() && !key.isOver() })
  const me = data?.me?.role ? data.me : null
  return { me, fetching, error, may: (role: Role) => me !== null && RANKS.indexOf(me.role as Role) >= RANKS.indexOf(role) }
}
