export interface Point {
  id: string
  x: number
  y: number
  /** Who is more important is named first. */
  weight: number
  label: string
}

/** The height of a label, and the mean width of a letter of it, in the units of the drawing. */
const LINE = 13
const LETTER = 5.8

/** The points whose labels can stand to the right of them without one covering another. */
export function labelled(points: Point[]): Set<string> {
  const taken: { left: number; right: number; y: number }[] = []
  const found = new Set<string>()
  for (const { id, x, y, label } of points.toSorted((a, b) => b.weight - a.weight)) {
    const box = { left: x, right: x + label.length * LETTER + LINE, y }
    if (taken.some((other) => Math.abs(other.y - y) < LINE && other.left < box.right && box.left < other.right)) continue
    taken.push(box)
    found.add(id)
  }
  return found
}

/** A label that does not fill the picture. */
export function shortened(label: string, longest = 34): string {
  return label.length <= longest ? label : `${label.slice(0, longest - 1).trimEnd()}…`
}
