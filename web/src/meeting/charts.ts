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

/** Bars of one chart, the highest over its whole height. */
export function barsOf(values: [label: string, value: number][]): Bar[] {
  const highest = Math.max(1, ...values.map(([, value]) => value))
  const step = WIDTH / Math.max(values.length, 8)
  return values.map(([label, value], place) => {
    const height = ((HEIGHT - ABOVE - BELOW) * value) / highest
    return { label, value, height, width: step * (1 - GAP), x: step * (place + GAP / 2), y: HEIGHT - BELOW - height }
  })
}

/** The numbers of one measure in a list that the API gives as JSON: those that it knows, by their label. */
export function seriesOf(rows: unknown[], label: string, measure: string): [string, number][] {
  return rows.flatMap((row) => {
    const record = row as Record<string, unknown>
    const value = record[measure]
    return typeof value === 'number' ? [[String(record[label]), value] as [string, number]] : []
  })
}
