import type { Verdict } from '../gql/graphql'

const words = new Map<string, Verdict | null>()
const listeners = new Set<() => void>()

/**
 * What was said of suggestions since the page was loaded. The lists themselves are left as they were answered, for
 * one who is useful would go up, and one who is not would be gone, while somebody reads them.
 */
export const heard = {
  of: (suggestion: string): Verdict | null | undefined => words.get(suggestion),

  keep(suggestion: string, verdict: Verdict): void {
    words.set(suggestion, verdict === 'WITHDRAWN' ? null : verdict)
    for (const listener of listeners) listener()
  },

  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
