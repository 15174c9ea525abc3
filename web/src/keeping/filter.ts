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
    from: midnight(one('from'), 0),
    to: midnight(one('to'), 1),
  }
}

/** The moment at which a day, or one after it, begins where the reader is; people mean the last day as well, the API the time before which. */
function midnight(day: string | null, after: number): string | null {
  const date = new Date(`${day}T00:00`)
  if (!day || Number.isNaN(date.getTime())) return day
  date.setDate(date.getDate() + after)
  return date.toISOString()
}
