/** A point of a drawing, and how far around it reaches. */
export interface Mark {
  x: number
  y: number
  radius: number
}

/** Where a text stands, as SVG says it. */
export interface Label {
  x: number
  y: number
  anchor: 'start' | 'middle' | 'end'
}

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** The height of a line, of one unit of the font, and how much of it stands above the line on which letters stand. */
const LINE = 1.2
const ABOVE = 0.8
const GAP = 4
/** The side of the squares by which what is taken is looked up. */
const SQUARE = 48

/** The room that is left on a drawing: labels cover neither marks nor one another. */
export class Room {
  readonly #sheet: Box
  readonly #taken = new Map<number, Box[]>()

  constructor({ width, height }: { width: number; height: number }, marks: Iterable<Mark>) {
    this.#sheet = { left: 0, right: width, top: 0, bottom: height }
    for (const { x, y, radius } of marks) this.#take({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius })
  }

  /** Takes the place of a label of a width beside, above or below a mark; null where there is no room. */
  place(mark: Mark, width: number, font: number): Label | null {
    for (const label of places(mark, font)) {
      const box = boxOf(label, width, font)
      if (!within(box, this.#sheet) || this.#isTaken(box)) continue
      this.#take(box)
      return label
    }
    return null
  }

  #take(box: Box): void {
    for (const square of squaresOf(box)) {
      const there = this.#taken.get(square)
      if (there) there.push(box)
      else this.#taken.set(square, [box])
    }
  }

  #isTaken(box: Box): boolean {
    return squaresOf(box).some((square) => this.#taken.get(square)?.some((other) => meet(box, other)))
  }
}

/** Where a label stands that is shown whatever it covers: to the right, or where that leaves the drawing, to the left. */
export function forced(mark: Mark, width: number, font: number, sheet: number): Label {
  const [right, left] = places(mark, font) as [Label, Label]
  return right.x + width <= sheet ? right : { ...left, x: Math.max(width, left.x) }
}

/** Beside, above and below a mark, the usual place first. */
function places({ x, y, radius }: Mark, font: number): Label[] {
  const away = radius + GAP
  const middle = y + font * 0.36
  const [above, below] = [y - away, y + away + font * ABOVE]
  return [
    { x: x + away, y: middle, anchor: 'start' },
    { x: x - away, y: middle, anchor: 'end' },
    { x, y: above, anchor: 'middle' },
    { x, y: below, anchor: 'middle' },
    { x: x + radius, y: above, anchor: 'start' },
    { x: x - radius, y: above, anchor: 'end' },
    { x: x + radius, y: below, anchor: 'start' },
    { x: x - radius, y: below, anchor: 'end' },
  ]
}

/** Where a label begins. */
export function leftOf({ x, anchor }: Label, width: number): number {
  return anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2
}

function boxOf(label: Label, width: number, font: number): Box {
  const left = leftOf(label, width)
  return { left, right: left + width, top: label.y - font * LINE * ABOVE, bottom: label.y + font * LINE * (1 - ABOVE) }
}

/** The squares that a box touches, by numbers that far squares may share. */
function squaresOf({ left, right, top, bottom }: Box): number[] {
  const squares: number[] = []
  for (let across = Math.floor(left / SQUARE); across <= right / SQUARE; across++) {
    for (let down = Math.floor(top / SQUARE); down <= bottom / SQUARE; down++) squares.push(across * 4096 + down)
  }
  return squares
}

const within = (box: Box, sheet: Box): boolean =>
  box.left >= sheet.left && box.right <= sheet.right && box.top >= sheet.top && box.bottom <= sheet.bottom

const meet = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom

/** A label that does not fill the picture. */
export function shortened(label: string, longest = 34): string {
  return label.length <= longest ? label : `${label.slice(0, longest - 1).trimEnd()}…`
}
