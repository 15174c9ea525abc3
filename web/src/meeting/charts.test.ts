import { expect, test } from 'vitest'

import { barsOf, everyOf, HEIGHT, WIDTH } from './charts'

test('the highest bar takes the whole height, the others their share of it', () => {
  const [low, high] = barsOf([
    ['2024', 1],
    ['2025', 4],
  ])
  expect(high!.height).toBe(low!.height * 4)
  expect(high!.y + high!.height).toBe(low!.y + low!.height)
})

test('bars stay within the chart, however many there are, and even where all are nought', () => {
  for (const bar of barsOf(Array.from({ length: 30 }, (_, place) => [String(place), 0]))) {
    expect(bar.x + bar.width).toBeLessThanOrEqual(WIDTH)
    expect(bar.y).toBeLessThanOrEqual(HEIGHT)
  }
})

test('bars are labelled as far as there is room', () => {
  expect(everyOf(Array<string>(12).fill('2022'))).toBe(1)
  expect(everyOf(Array<string>(30).fill('2022'))).toBe(3)
  expect(everyOf([])).toBe(1)
})
