import { Delaunay } from 'd3-delaunay'

import type { Position } from './projected'

/** How far apart, in degrees north, places may be for the land between them to count as the country's. */
const APART = 0.14
/** Degrees east are shorter than degrees north by as much. */
const NARROWER = Math.cos((50 * Math.PI) / 180)
/** A gap of fewer corners is no lake and no border, only a wood without a village. */
const SMALLEST = 24

/** The land between places: triangles with a place at each corner. */
export interface Land {
  positions: Position[]
  /** Of each edge, at which place it begins; three edges are a triangle. */
  triangles: ArrayLike<number>
  /** Of each edge, the one of the triangle beside it; less than nought where there is none. */
  halfedges: ArrayLike<number>
  /** Whether the triangle of an edge is land. */
  isLand: (edge: number) => boolean
}

/** Finds the land; computed, for the map has no boundaries. */
export function landOf(positions: Position[]): Land {
  const { points, triangles, halfedges } = Delaunay.from(positions, ([x]) => x * NARROWER, ([, y]) => y)
  const length = (edge: number) => distance(points, triangles[edge]!, triangles[next(edge)]!)
  const isLand = (edge: number) => edge >= 0 && sidesOf(edge).every((side) => length(side) < APART)
  return { positions, triangles, halfedges, isLand }
}

/** The borders of the land, as rings of positions. */
export function outlineOf({ positions, triangles, halfedges, isLand }: Land): Position[][] {
  const onwards = new Map<number, number[]>()
  for (let edge = 0; edge < triangles.length; edge++) {
    if (isLand(edge) && !isLand(halfedges[edge]!)) onwards.set(triangles[edge]!, [...(onwards.get(triangles[edge]!) ?? []), triangles[next(edge)]!])
  }
  return ringsOf(onwards)
    .filter((ring) => ring.length >= SMALLEST)
    .map((ring) => ring.map((point) => positions[point]!))
}

/** The borders between areas, as lines between the middles of triangles; `areas` says of each place in which it is, where known. */
export function bordersOf({ positions, triangles, halfedges, isLand }: Land, areas: (string | null)[]): [Position, Position][] {
  const middle = (edge: number): Position => {
    const corners = sidesOf(edge).map((side) => positions[triangles[side]!]!)
    return [mean(corners.map(([x]) => x)), mean(corners.map(([, y]) => y))]
  }
  const lines: [Position, Position][] = []
  for (let edge = 0; edge < triangles.length; edge++) {
    const beside = halfedges[edge]!
    if (beside < edge || !isLand(edge) || !isLand(beside)) continue
    const [one, other] = [areas[triangles[edge]!], areas[triangles[next(edge)]!]]
    if (one && other && one !== other) lines.push([middle(edge), middle(beside)])
  }
  return lines
}

/** The edge after one in its triangle. */
function next(edge: number): number {
  return edge % 3 === 2 ? edge - 2 : edge + 1
}

function sidesOf(edge: number): [number, number, number] {
  return [edge, next(edge), next(next(edge))]
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function distance(points: ArrayLike<number>, one: number, other: number): number {
  return Math.hypot(points[2 * one]! - points[2 * other]!, points[2 * one + 1]! - points[2 * other + 1]!)
}

/** Follows edges from point to point until they close. */
function ringsOf(onwards: Map<number, number[]>): number[][] {
  const rings: number[][] = []
  for (const start of onwards.keys()) {
    const ring: number[] = []
    for (let point: number | undefined = start; point !== undefined; point = onwards.get(point)?.pop()) ring.push(point)
    if (ring.length > 1) rings.push(ring)
  }
  return rings
}
