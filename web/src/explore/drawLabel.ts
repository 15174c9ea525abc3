import type { Settings } from 'sigma/settings'

type Draw = Settings['defaultDrawNodeLabel']

interface Box {
  left: number
  right: number
  y: number
}

const SIDE = 4

/**
 * Draws labels that neither leave the picture nor cover each other: to the left of an element where there is no room to
 * its right, and not at all where another label stands.
 */
export function labelsOf(widthOf: () => number): { draw: Draw; begin: () => void } {
  let taken: Box[] = []

  const draw: Draw = (context, { label, x, y, size, forceLabel }, { labelSize, labelFont, labelColor }) => {
    if (!label) return
    context.font = `${labelSize}px ${labelFont}`
    const width = context.measureText(label).width
    const box = place({ x, y, size, width }, widthOf())
    if (!forceLabel && taken.some((other) => meet(other, box, labelSize))) return
    taken.push(box)
    context.fillStyle = labelColor.color ?? '#000'
    context.fillText(label, box.left, y + labelSize / 3)
  }

  return { draw, begin: () => (taken = []) }
}

/** Where a label stands: beside its element, within the picture. */
export function place({ x, y, size, width }: { x: number; y: number; size: number; width: number }, within: number): Box {
  const right = x + size + SIDE
  const left = right + width <= within ? right : Math.max(0, x - size - SIDE - width)
  return { left, right: left + width, y }
}

function meet(one: Box, other: Box, height: number): boolean {
  return Math.abs(one.y - other.y) < height && one.left < other.right && other.left < one.right
}
