export interface Mark {
  x: number
  y: number
  /** How far around it the mark reaches. */
  radius: number
  text: string
}

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

/** The width of a figure and the height of a line, of one unit of the font. */
const FIGURE = 0.72
const LINE = 1.2
const GAP = 4

/** Where the labels of marks stand so that they cover neither one another nor a mark; null where there is no room. */
export function labelsOf(marks: Mark[], font: number, within: { width: number; height: number }): (Label | null)[] {
  const taken: Box[] = marks.map(({ x, y, radius }) => ({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }))
  return marks.map((mark) => {
    for (const label of places(mark, font)) {
      const box = boxOf(label, mark.text, font)
      const isOn = box.left >= 0 && box.right <= within.width && box.top >= 0 && box.bottom <= within.height
      if (!isOn || taken.some((other) => meet(box, other))) continue
      taken.push(box)
      return label
    }
    return null
  })
}

/** Beside, above and below a mark, the usual place first. */
function places({ x, y, radius }: Mark, font: number): Label[] {
  const away = radius + GAP
  const middle = y + font * 0.36
  const [above, below] = [y - away, y + away + font * 0.8]
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

function boxOf({ x, y, anchor }: Label, text: string, font: number): Box {
  const width = text.length * FIGURE * font
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2
  return { left, right: left + width, top: y - font * LINE * 0.8, bottom: y + font * LINE * 0.2 }
}

const meet = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
