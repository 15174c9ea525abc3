import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { labelled } from '../shared/labels'
import { variableOf } from './colours'
import type { Network } from './network'
import { placed } from './placed'
import styles from './StillPicture.module.css'

/** Pixels a unit at least: labels are still read. */
const LEAST = 0.64

interface Props {
  network: Network
  /** In the units in which labels are 11 high. */
  width?: number
  height?: number
}

/** A network drawn once, sharp on paper; what it shows is told beside it in words. */
export function StillPicture({ network, width = 900, height = 560 }: Props) {
  const { t } = useTranslation()
  const points = useMemo(() => placed(network, width, height), [network, width, height])
  const byId = new Map(points.map((point) => [point.id, point]))
  const named = labelled(points)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- on a phone it is moved sideways, by keys too
    <section className={styles.sheet} aria-label={t('explore.picture')} tabIndex={0}>
      <svg className={styles.drawing} style={{ minWidth: width * LEAST }} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('explore.picture')}>
        {[...network.links].map(([key, { from, to }]) => {
          const [a, b] = [byId.get(from), byId.get(to)]
          return a && b && <line key={key} x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
        })}
        {points.map(({ id, x, y, weight }) => (
          <circle key={id} cx={x} cy={y} r={weight * 0.6} fill={`var(${variableOf(network.nodes.get(id)!.__typename)})`} />
        ))}
        {points
          .filter(({ id }) => named.has(id))
          .map(({ id, x, y, weight, label }) => (
            <text key={id} x={x + weight * 0.6 + 3} y={y + 4}>
              {label}
            </text>
          ))}
      </svg>
    </section>
  )
}
