import type { WriteFilter } from '../gql/graphql'

/** What the list of writes can be narrowed to, as the address says it. */
export const FILTERS = ['touching', 'by', 'reason', 'door', 'from', 'to'] as const
export type FilterName = (typeof FILTERS)[number]

export const REASONS = ['mutation', 'import', 'review', 'undo', 'seed', 'merge'] as const
export const DOORS = ['graphql', 'rest', 'cli', 'mcp'] as const

export function filterOf(parameters: URLSearchParams): WriteFilter {
  const one = (name: FilterName) => parameters.get(name) || null
  const listed = (value: string | null) => (value ? [value] : null)
  return {
    touching: listed(one('touching')),
    by: listed(one('by')),
    reasons: listed(one('reason')),
    doors: listed(one('door')),
    from: one('from'),
    to: dayAfter(one('to')),
  }
}

/** People mean the last day as well, the API the time before which. */
function dayAfter(day: string | null): string | null {
  if (!day || Number.isNaN(Date.parse(day))) return day
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}
