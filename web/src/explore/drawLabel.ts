import type Sigma from 'sigma'
import type { Settings } from 'sigma/settings'

import { forced, leftOf, type Mark, Room } from '../shared/labels'

/** How wide the ground is around letters that stand on lines. */
const HALO = 4

/** Elements that labels still heed. */
const MANY = 1000

type Draw = Settings['defaultDrawNodeLabel']

/** Draws labels on a halo, which cover neither elements nor one another; those of what is marked in any case. */
export function labelsOf(picture: Sigma, halo: string): { draw: Draw; begin: () => void } {
  let room: Room | null = null

  const draw: Draw = (context, { label, x, y, size, forceLabel }, { labelSize, labelFont, labelColor }) => {
    if (!label) return
    context.font = `${labelSize}px ${labelFont}`
    const sheet = picture.getDimensions()
    room ??= new Room(sheet, marksOf(picture))
    const mark = { x, y, radius: size }
    const width = context.measureText(label).width
    const place = room.place(mark, width, labelSize) ?? (forceLabel ? forced(mark, width, labelSize, sheet.width) : null)
    if (!place) return
    context.lineJoin = 'round'
    context.lineWidth = HALO
    context.strokeStyle = halo
    context.strokeText(label, leftOf(place, width), place.y)
    context.fillStyle = labelColor.color ?? '#000'
    context.fillText(label, leftOf(place, width), place.y)
  }

  return { draw, begin: () => (room = null) }
}

/** The elements as they stand in the picture now; of very many none, for looking where they are would cost frames. */
function marksOf(picture: Sigma): Mark[] {
  if (picture.getGraph().order > MANY) return []
  return picture.getGraph().mapNodes((id) => {
    const data = picture.getNodeDisplayData(id)!
    return { ...picture.framedGraphToViewport(data), radius: picture.scaleSize(data.size) }
  })
}
