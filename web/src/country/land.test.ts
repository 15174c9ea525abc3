import { expect, test } from 'vitest'

import { bordersOf, landOf, outlineOf } from './land'
import type { Position } from './projected'

const grid = (east: number, north: number): Position[] =>
  Array.from({ length: 100 }, (_, at) => [east + (at % 10) * 0.1, north + Math.floor(at / 10) * 0.1])

test('land is where places are near each other, and what is far apart is apart', () => {
  const rings = outlineOf(landOf([...grid(14, 50), ...grid(17, 49)]))
  expect(rings).toHaveLength(2)
  const [first] = rings.map((ring) => ring.map(([x]) => x))
  expect([Math.min(...first!), Math.max(...first!)].map((x) => Math.round(x * 10) / 10)).toEqual([14, 14.9])
})

test('a border runs between places of different areas, and nowhere else', () => {
  const land = landOf(grid(14, 50))
  const areas = land.positions.map(([x]) => (x < 14.45 ? 'west' : 'east'))
  const lines = bordersOf(land, areas)
  expect(lines.length).toBeGreaterThanOrEqual(9)
  for (const [x] of lines.flat()) expect(x > 14.4 && x < 14.5).toBe(true)
  expect(bordersOf(land, land.positions.map(() => 'one'))).toEqual([])
  expect(bordersOf(land, areas.map((area) => (area === 'west' ? area : null)))).toEqual([])
})

test('no places, no land', () => {
  expect(outlineOf(landOf([]))).toEqual([])
})
