import type { NamedFragment, NeighbourhoodQuery } from '../gql/graphql'

type Answer = Pick<NonNullable<NeighbourhoodQuery['neighbourhood']>, 'nodes' | 'edges'>

export type ElementTypeName = NamedFragment['__typename']

export interface Link {
  type: string
  from: string
  to: string
  since: string | null
  until: string | null
}

/** What has been opened of the map so far. Never changed, only followed by another one. */
export interface Network {
  nodes: ReadonlyMap<string, NamedFragment>
  links: ReadonlyMap<string, Link>
  /** Elements whose neighbours have been read. */
  opened: ReadonlySet<string>
}

export const EMPTY: Network = { nodes: new Map(), links: new Map(), opened: new Set() }

/** The network with the neighbourhood of an element added. */
export function withNeighbourhood(network: Network, of: string, { nodes, edges }: Answer): Network {
  const links = edges.map(({ link, from, to, since, until }) => ({ type: link, from, to, since, until }))
  return {
    nodes: new Map([...network.nodes, ...nodes.map((node) => [node.id, node] as const)]),
    links: new Map([...network.links, ...links.map((link) => [`${link.from} ${link.type} ${link.to}`, link] as const)]),
    opened: new Set([...network.opened, of]),
  }
}

/** What is asked to be seen of a network. */
export interface Filter {
  hidden: ReadonlySet<string>
  year: number | null
  /** A topic and a place; what is seen has to do with both. */
  topic: string | null
  place: string | null
}

export const NO_FILTER: Filter = { hidden: new Set(), year: null, topic: null, place: null }

/** How far from a topic or place what has to do with it is: somebody is two steps from the topic of their activity. */
const NEAR = 2

/** What is left of a network when some of it is asked for; elements without any link stay. */
export function filtered(network: Network, { hidden, year, topic, place }: Filter): Network {
  const around = [topic, place].filter((id) => id !== null).map((id) => within(network, id, NEAR))
  const nodes = new Map([...network.nodes].filter(([id, node]) => !hidden.has(node.__typename) && around.every((near) => near.has(id))))
  const links = new Map(
    [...network.links].filter(([, link]) => nodes.has(link.from) && nodes.has(link.to) && (year === null || holds(link, year))),
  )
  return { ...network, nodes, links }
}

/** What is so many steps from an element at most. */
function within(network: Network, id: string, steps: number): ReadonlySet<string> {
  let found = new Set([id])
  for (let step = 0; step < steps; step += 1) {
    const ends = [...network.links.values()].filter(({ from, to }) => found.has(from) || found.has(to))
    found = new Set([...found, ...ends.flatMap(({ from, to }) => [from, to])])
  }
  return found
}

/** Whether a connection may have held in a year: what is not known of it counts as yes. */
export function holds({ since, until }: Link, year: number): boolean {
  return (!since || Number(since.slice(0, 4)) <= year) && (!until || Number(until.slice(0, 4)) >= year)
}

export interface Neighbour {
  node: NamedFragment
  link: Link
}

/** Who is connected with an element, in the order of names. */
export function neighboursOf(network: Network, id: string): Neighbour[] {
  const found = new Map<string, Neighbour>()
  for (const link of network.links.values()) {
    if (link.from !== id && link.to !== id) continue
    const node = network.nodes.get(link.from === id ? link.to : link.from)
    if (node && node.id !== id && !found.has(node.id)) found.set(node.id, { node, link })
  }
  return [...found.values()].toSorted((a, b) => a.node.name.localeCompare(b.node.name))
}

/** The types of elements in a network with how many there are, the most frequent first. */
export function countsOf(network: Network): [ElementTypeName, number][] {
  const counts = new Map<ElementTypeName, number>()
  for (const { __typename } of network.nodes.values()) counts.set(__typename, (counts.get(__typename) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1])
}

/** The years that connections of a network begin or end in, the earliest first. */
export function yearsOf(network: Network): number[] {
  const years = [...network.links.values()].flatMap(({ since, until }) => [since, until]).filter((date) => date !== null)
  return [...new Set(years.map((date) => Number(date.slice(0, 4))))].toSorted((a, b) => a - b)
}
