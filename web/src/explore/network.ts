import type { ElementType, NamedFragment, NeighbourhoodQuery } from '../gql/graphql'
import { TYPENAMES } from '../shared/typenames'

type Answer = Pick<NonNullable<NeighbourhoodQuery['neighbourhood']>, 'nodes' | 'edges'>

export type ElementTypeName = NamedFragment['__typename']

export interface Link {
  type: string
  from: string
  to: string
  since: string | null
  until: string | null
  isProposed?: boolean
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
  const links = edges.map(({ link, from, to, since, until, status }) => ({ type: link, from, to, since, until, isProposed: status === 'PROPOSED' }))
  return {
    nodes: new Map([...network.nodes, ...nodes.map((node) => [node.id, node] as const)]),
    links: new Map([...network.links, ...links.map((link) => [`${link.from} ${link.type} ${link.to}`, link] as const)]),
    opened: new Set([...network.opened, of]),
  }
}

/** What is asked to be seen of a network. */
export interface Filter {
  hidden: ReadonlySet<ElementTypeName>
  year: number | null
  /** Ids of a topic and a place of the whole map; what is seen has to do with both. */
  topic: string | null
  place: string | null
}

export const NO_FILTER: Filter = { hidden: new Set(), year: null, topic: null, place: null }

/** The types that are asked for; null where all are. */
export function typesOf({ hidden }: Filter): ElementType[] | null {
  const types = Object.keys(TYPENAMES) as ElementType[]
  return hidden.size > 0 ? types.filter((type) => !hidden.has(TYPENAMES[type])) : null
}

/** Those of whom the map knows where they are and what they do; anything else is seen with them. */
const ACTORS: ReadonlySet<ElementTypeName> = new Set(['Library', 'Organization', 'Community', 'Activity'])

/**
 * What is left of a network when some of it is asked for; elements without any link stay.
 *
 * Of `passing`, each has the ids of the actors that pass by the word of the service: in a place, about a topic.
 */
export function filtered(network: Network, { hidden, year }: Filter, passing: ReadonlySet<string>[] = []): Network {
  const links = [...network.links].filter(([, link]) => year === null || holds(link, year))
  const passes = (id: string) => passing.every((ids) => ids.has(id))
  const beside = new Set(links.flatMap(([, { from, to }]) => [...(passes(from) ? [to] : []), ...(passes(to) ? [from] : [])]))
  const seen = (id: string, { __typename }: NamedFragment) => passing.length === 0 || passes(id) || (!ACTORS.has(__typename) && beside.has(id))
  const nodes = new Map([...network.nodes].filter(([id, node]) => !hidden.has(node.__typename) && seen(id, node)))
  return { ...network, nodes, links: new Map(links.filter(([, link]) => nodes.has(link.from) && nodes.has(link.to))) }
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
