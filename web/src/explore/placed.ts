import { emptyGraph, redraw } from './drawing'
import type { Language } from '../i18n'
import type { Network } from './network'

export interface Point {
  id: string
  x: number
  y: number
  /** Who is more important is larger, and named first. */
  weight: number
  label: string
}

/** Room for the labels to the right of the last points. */
const SIDE = 215
const EDGE = 20

/** Where the elements of a network stand in a drawing that does not move, by the layout of the picture. */
export function placed(network: Network, language: Language, width: number, height: number): Point[] {
  const graph = emptyGraph()
  redraw(graph, network, language)
  const nodes = graph.mapNodes((id, { x, y, size, label }) => ({ id, x, y, weight: size, label }))
  const across = scale(nodes.map(({ x }) => x), EDGE, width - SIDE)
  const down = scale(nodes.map(({ y }) => y), EDGE, height - EDGE)
  return nodes.map((node) => ({ ...node, x: across(node.x), y: down(node.y) }))
}

function scale(values: number[], from: number, to: number): (value: number) => number {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return (value) => (most === least ? (from + to) / 2 : from + ((value - least) / (most - least)) * (to - from))
}
