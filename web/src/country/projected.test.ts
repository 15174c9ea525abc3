import { expect, test } from 'vitest'

import { dotsOf, HEIGHT, type Position, projectionOf, spotsOf, WIDTH } from './projected'

const PRAHA: Position = [14.42, 50.09]
const BRNO: Position = [16.61, 49.19]

test('north is up, east is right, and all is on the sheet', () => {
  const projection = projectionOf([PRAHA, BRNO])
  const [praha, brno] = [projection(PRAHA)!, projection(BRNO)!]
  expect(praha[0]).toBeLessThan(brno[0])
  expect(praha[1]).toBeLessThan(brno[1])
  for (const [x, y] of [praha, brno]) expect(x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT).toBe(true)
})

test('a single place stands in the middle', () => {
  const [x, y] = projectionOf([PRAHA])(PRAHA)!
  expect([Math.round(x), Math.round(y)]).toEqual([WIDTH / 2, HEIGHT / 2])
})

test('dots that would cover each other are drawn once, those off the sheet not at all', () => {
  const projection = projectionOf([PRAHA])
  expect(dotsOf([PRAHA, PRAHA, BRNO], projection).match(/M/g)).toHaveLength(1)
})

test('marks of one place share a spot; what has no place has none', () => {
  const positions: Record<string, Position> = { a: PRAHA, b: PRAHA, c: BRNO }
  const spots = spotsOf(['a', 'b', 'c', 'd'], (mark) => positions[mark], projectionOf([PRAHA, BRNO]))
  expect(spots.map(({ members }) => members)).toEqual([['a', 'b'], ['c']])
})
