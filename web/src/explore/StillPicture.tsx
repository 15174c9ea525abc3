import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { useLanguage } from '../i18n/useLanguage'
import { Room } from '../shared/labels'
import { variableOf } from './colours'
import type { Network } from './network'
import { placed, type Point } from './placed'
import styles from './StillPicture.module.css'

/** Pixels a unit at least: labels are still read. */
const LEAST = 0.64
/** The height of labels, and the mean width of a letter of them, in the units of the drawing. */
const FONT = 11
const LETTER = 5.8

interface Props {
  network: Network
  /** In the units in which labels are 11 high. */
  width?: number
  height?: number
}

/** A network drawn once, sharp on paper; what it shows is told beside it in words. */
export function StillPicture({ network, width = 900, height = 560 }: Props) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const points = useMemo(() => placed(network, language, width, height), [network, language, width, height])
  const byId = new Map(points.map((point) => [point.id, point]))
  const labels = useMemo(() => labelsOf(points, { width, height }), [points, width, height])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- on a phone it is moved sideways, by keys too
    <section className={styles.sheet} aria-label={t('explore.picture')} tabIndex={0}>
      <svg className={styles.drawing} style={{ minWidth: width * LEAST }} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('explore.picture')}>
        {[...network.links].map(([key, { from, to, isProposed }]) => {
          const [a, b] = [byId.get(from), byId.get(to)]
          return a && b && <line key={key} className={isProposed ? styles.proposed : undefined} x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
        })}
        {points.map((point) => (
          <circle key={point.id} cx={point.x} cy={point.y} r={radiusOf(point)} fill={`var(${variableOf(network.nodes.get(point.id)!.__typename)})`} />
        ))}
        {labels.map(({ id, text, x, y, anchor }) => (
          <text key={id} x={x} y={y} textAnchor={anchor}>
            {text}
          </text>
        ))}
      </svg>
    </section>
  )
}

function radiusOf({ weight }: Point): number {
  return weight * 0.6
}

/** The labels for which there is room, those of the most important elements first. */
function labelsOf(points: Point[], sheet: { width: number; height: number }) {
  const room = new Room(sheet, points.map((point) => ({ ...point, radius: radiusOf(point) })))
  return points
    .toSorted((a, b) => b.weight - a.weight)
    .flatMap((point) => {
      const label = room.place({ ...point, radius: radiusOf(point) }, point.label.length * LETTER, FONT)
      return label ? [{ ...label, id: point.id, text: point.label }] : []
    })
}
