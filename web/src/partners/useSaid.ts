import { useSyncExternalStore } from 'react'
import { type CombinedError, useMutation } from 'urql'

import { JudgeDocument, type PartnerCardFragment, type PartnersQueryVariables, type Verdict } from '../gql/graphql'
import { heard } from './heard'

interface Said {
  said: Verdict | null
  fetching: boolean
  error?: CombinedError
  /** Says it, or takes it back where just this was said. */
  press: (verdict: Verdict) => void
}

/** What was said of a suggestion, on every card of it, and the way to say something else. */
export function useSaid(edge: PartnerCardFragment, { for: asker, topic }: PartnersQueryVariables): Said {
  const suggestion = { for: asker, topic, partner: edge.node.id }
  const key = Object.values(suggestion).join(' ')
  const here = useSyncExternalStore(heard.subscribe, () => heard.of(key))
  const [{ fetching, error }, judge] = useMutation(JudgeDocument)
  const said = here === undefined ? (edge.verdict ?? null) : here

  async function press(pressed: Verdict) {
    const verdict = said === pressed ? 'WITHDRAWN' : pressed
    const result = await judge({ ...suggestion, verdict })
    if (!result.error) heard.keep(key, verdict)
  }

  return { said, fetching, error, press: (verdict) => void press(verdict) }
}
