export interface Bar {
  x: number
  y: number
  width: number
  height: number
  label: string
  value: number
}

export const WIDTH = 400
export const HEIGHT = 150
/** Room for the numbers above the bars and the labels below. */
const ABOVE = 16
const BELOW = 18
const GAP = 0.25
/** Bars are never wider than those of so many, and a letter has so much room. */
const FEWEST = 8
const LETTER = 7

/** Bars of one chart, the highest over its whole height. */
export function barsOf(values: [label: string, value: number][]): Bar[] {
  const highest = Math.max(1, ...values.map(([, value]) => value))
  const step = WIDTH / Math.max(values.length, FEWEST)
  return values.map(([label, value], place) => {
    const height = ((HEIGHT - ABOVE - BELOW) * value) / highest
    return { label, value, height, width: step * (1 - GAP), x: step * (place + GAP / 2), y: HEIGHT - BELOW - height }
  })
}

/** Every which bar has room for its text: each, every second, third… */
export function everyOf(texts: string[]): number {
  const longest = Math.max(0, ...texts.map((text) => text.length))
  return Math.max(1, Math.ceil((longest * LETTER * texts.length) / WIDTH))
}
