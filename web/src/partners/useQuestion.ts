import { useSearchParams } from 'react-router'

import type { PartnerStrategy, PartnersQueryVariables } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { myLibrary } from '../shared/MyLibrary'

const FIRST = 10
export const STRATEGIES: PartnerStrategy[] = ['BALANCED', 'CLOSURE', 'BRIDGING', 'COMPLEMENT']
export const DISTANCES = ['10', '25', '50', '100']

/** The question as the address has it, so that it can be shared and comes back with the browser's history. */
export interface Question {
  for: string | null
  topic: string | null
  group: string | null
  need: string | null
  km: string | null
  strategy: PartnerStrategy
  known: boolean
}

export function useQuestion() {
  const [parameters, setParameters] = useSearchParams()
  const library = myLibrary.use()
  const question: Question = {
    for: parameters.get('for') ?? library?.id ?? null,
    topic: parameters.get('topic'),
    group: parameters.get('group'),
    need: parameters.get('need'),
    km: parameters.get('km'),
    strategy: STRATEGIES.find((one) => one === parameters.get('strategy')) ?? 'BALANCED',
    known: parameters.has('known'),
  }

  function change(name: keyof Question, value: string | null) {
    setParameters(
      (before) => {
        const after = new URLSearchParams(before)
        if (question.for) after.set('for', question.for)
        if (value) after.set(name, value)
        else after.delete(name)
        return after
      },
      { preventScrollReset: true },
    )
  }

  return { question, change }
}

/** What the API is asked, once there are a library and a topic. */
export function useVariables(question: Question): PartnersQueryVariables | null {
  const { asked } = useLanguage()
  if (!question.for || !question.topic) return null
  return {
    for: question.for,
    topic: question.topic,
    language: asked,
    strategy: question.strategy,
    within: question.km ? { km: Number(question.km) } : null,
    targetGroups: question.group ? [question.group] : null,
    resources: question.need ? [question.need] : null,
    includeKnown: question.known,
    first: FIRST,
  }
}
