import Graph from 'graphology'
import forceAtlas2 from 'graphology-layout-forceatlas2'
import louvain from 'graphology-communities-louvain'

import type { NamedFragment } from '../gql/graphql'
import type { Language } from '../i18n'
import { shortened } from '../shared/labels'
import { nameOf } from '../shared/naming'
import type { Network } from './network'

/** Steps of the layout: as many as a network of so many elements can take while one waits, but some in any case. */
const ITERATIONS = 250
const FEWEST_ITERATIONS = 20
const QUICK = 400
const SMALLEST = 5
const TURN = Math.PI * (3 - Math.sqrt(5))

export function emptyGraph(): Graph {
  return new Graph({ multi: true, type: 'directed' })
}

/** Makes a graph one of a network, and places its elements; those that were drawn before stay near where they were. */
export function redraw(graph: Graph, network: Network, language: Language): void {
  for (const id of graph.nodes()) if (!network.nodes.has(id)) graph.dropNode(id)
  for (const key of graph.edges()) if (!network.links.has(key)) graph.dropEdge(key)
  for (const [id, node] of network.nodes) {
    const attributes = { label: shortened(nameOf(node, language)), elementType: node.__typename }
    if (graph.hasNode(id)) graph.mergeNodeAttributes(id, attributes)
    else graph.addNode(id, { ...attributes, ...spiral(graph.order), size: SMALLEST })
  }
  for (const [key, { from, to, isProposed }] of network.links) if (!graph.hasEdge(key)) graph.addEdgeWithKey(key, from, to, { isProposed })
  if (graph.order > 1) forceAtlas2.assign(graph, { iterations: iterationsOf(graph.order), settings: forceAtlas2.inferSettings(graph) })
  const scale = Math.min(1, Math.sqrt(QUICK / graph.order))
  graph.updateEachNodeAttributes((id, attributes) => ({ ...attributes, size: scale * (SMALLEST + 2 * Math.sqrt(graph.degree(id))) }))
}

function iterationsOf(order: number): number {
  return Math.max(FEWEST_ITERATIONS, Math.round(ITERATIONS * Math.min(1, QUICK / order)))
}

/** The number of the community that each element belongs to. */
export type Communities = ReadonlyMap<string, number>

/** Which community each element belongs to, by where connections are dense (Louvain). */
export function communitiesOf({ nodes, links }: Network): Communities {
  const graph = emptyGraph()
  for (const id of nodes.keys()) graph.addNode(id)
  for (const { from, to } of links.values()) graph.addEdge(from, to)
  return new Map(graph.size ? Object.entries(louvain(graph, { rng: () => 0.5 })) : [])
}

/** The communities by number, each with its elements. */
export function membersOf({ nodes }: Network, communities: Communities): [number: number, members: NamedFragment[]][] {
  const found = new Map<number, NamedFragment[]>()
  for (const node of nodes.values()) {
    const number = communities.get(node.id) ?? 0
    found.set(number, [...(found.get(number) ?? []), node])
  }
  return [...found].toSorted(([one], [other]) => one - other)
}

/** Where the n-th element begins: on a spiral, so that the same network is always drawn the same way. */
function spiral(n: number): { x: number; y: number } {
  const radius = Math.sqrt(n + 1)
  return { x: radius * Math.cos(n * TURN), y: radius * Math.sin(n * TURN) }
}
