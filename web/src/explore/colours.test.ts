import { expect, test } from 'vitest'

import { communityColour } from './colours'

test('communities have colours of their own, in a form that the picture can read', () => {
  const colours = Array.from({ length: 12 }, (_, number) => communityColour(number))
  expect(new Set(colours).size).toBe(12)
  expect(colours.every((colour) => /^#[0-9a-f]{6}$/.test(colour))).toBe(true)
  expect(colours[0]).toBe('#be3737')
})
