import { geoMercator, type GeoProjection } from 'd3-geo'

/** Degrees east and north. */
export type Position = [longitude: number, latitude: number]

export const WIDTH = 800
export const HEIGHT = 470
const EDGE = 24
/** How far around a single place one looks, in degrees. */
const AROUND = 0.08

/** Shows all positions on one sheet; of a single one, what is around it. */
export function projectionOf(positions: Position[]): GeoProjection {
  const coordinates = positions.flatMap(([x, y]): Position[] => [
    [x - AROUND, y - AROUND],
    [x + AROUND, y + AROUND],
  ])
  return geoMercator().fitExtent(
    [
      [EDGE, EDGE],
      [WIDTH - EDGE, HEIGHT - EDGE],
    ],
    { type: 'MultiPoint', coordinates },
  )
}

/** One path of dots for all positions on the sheet; those that would cover each other are drawn once. */
export function dotsOf(positions: Position[], projection: GeoProjection): string {
  const dots = new Set<string>()
  for (const position of positions) {
    const [x, y] = projection(position)!.map(Math.round) as Position
    if (x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT) dots.add(`M${x} ${y}h0`)
  }
  return [...dots].join('')
}

/** One path of rings of positions. */
export function outlinePath(rings: Position[][], projection: GeoProjection): string {
  return rings.map((ring) => `M${ring.map((position) => projection(position)!.map(Math.round)).join('L')}Z`).join('')
}

/** One path of lines between positions. */
export function linesPath(lines: [Position, Position][], projection: GeoProjection): string {
  const at = (position: Position) => projection(position)!.map((value) => Math.round(value * 10) / 10)
  return lines.map(([from, to]) => `M${at(from)}L${at(to)}`).join('')
}

export interface Spot<T> {
  x: number
  y: number
  members: T[]
}

/** Where marks stand; those that would cover each other share one spot. */
export function spotsOf<T>(marks: T[], positionOf: (mark: T) => Position | undefined, projection: GeoProjection, apart = 14): Spot<T>[] {
  const spots: Spot<T>[] = []
  for (const mark of marks) {
    const position = positionOf(mark)
    if (!position) continue
    const [x, y] = projection(position)!
    const near = spots.find((spot) => Math.hypot(spot.x - x, spot.y - y) < apart)
    if (near) near.members.push(mark)
    else spots.push({ x, y, members: [mark] })
  }
  return spots
}
