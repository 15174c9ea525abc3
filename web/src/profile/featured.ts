/** An activity that its organizer shows before others, and as which. */
export interface Featured {
  featured: number | null
  node: { id: string }
}

export interface Placed<T> {
  activity: T
  /** As which it is shown; null after those that are put first. */
  place: number | null
}

/** Activities as their organizer shows them: those put first in its order, then the others as they came. */
export function inOrder<T extends { id: string }>(activities: T[], featured: Featured[] = []): Placed<T>[] {
  const first = featured.toSorted((a, b) => a.featured! - b.featured!) as (Featured & { node: T })[]
  const ids = new Set(first.map(({ node }) => node.id))
  return [
    ...first.map(({ node, featured: place }) => ({ activity: node, place })),
    ...activities.filter(({ id }) => !ids.has(id)).map((activity) => ({ activity, place: null })),
  ]
}
