import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { variableOf } from '../explore/colours'
import type { NamedFragment } from '../gql/graphql'
import { useMedia } from '../shared/useMedia'
import styles from './CountryMap.module.css'
import { labelsOf } from './labels'
import { outlineOf } from './outline'
import { dotsOf, HEIGHT, outlinePath, type Position, projectionOf, spotsOf, WIDTH } from './projected'

interface Props {
  elements: NamedFragment[]
  positions: ReadonlyMap<string, Position>
  own?: string
  /** Whether only what is around the elements is shown, not the whole country. */
  close: boolean
  pointed: string | null
  onPoint: (id: string | null) => void
}

/** Sizes in the units of the drawing, on screens and on those of phones, where a unit is smaller. */
const SIZES = { font: 11, radius: 7, apart: 14 }
const SIZES_OF_PHONES = { font: 22, radius: 11, apart: 22 }
const OWN = 12
const POINTED = 1.5

/** The drawing of a map; the list beside it says the same. */
export function Sheet({ elements, positions, own, close, pointed, onPoint }: Props) {
  const { t } = useTranslation()
  const projection = useMemo(() => {
    const shown = close ? elements.map(({ id }) => positions.get(id)!) : [...positions.values()]
    return projectionOf(shown)
  }, [close, elements, positions])
  const outline = useMemo(() => outlineOf([...positions.values()]), [positions])
  const land = useMemo(() => outlinePath(outline, projection), [outline, projection])
  const dots = useMemo(() => dotsOf([...positions.values()], projection), [positions, projection])
  const { font, radius, apart } = useMedia('(max-width: 40rem)') ? SIZES_OF_PHONES : SIZES
  const at = own ? positions.get(own) : undefined
  const [ownX, ownY] = at ? projection(at)! : []
  const spots = useMemo(() => {
    const numbered = elements.map((element, place) => ({ element, number: place + 1 }))
    return spotsOf(numbered, ({ element }) => positions.get(element.id), projection, apart)
  }, [elements, positions, projection, apart])
  const texts = spots.map(({ members }) => numbersOf(members.map(({ number }) => number)))
  const marks = spots.map(({ x, y }, place) => ({ x, y, radius: x === ownX && y === ownY ? Math.max(OWN, radius) : radius, text: texts[place]! }))
  const labels = labelsOf(marks, font, { width: WIDTH, height: HEIGHT })
  return (
    <svg className={styles.map} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('country.title')}>
      <path className={styles.land} d={land} />
      <path className={styles.dots} d={dots} />
      {at && <circle className={styles.own} cx={ownX} cy={ownY} r={OWN} />}
      {spots.map(({ x, y, members }, place) => {
        const first = members[0]!.element
        const marked = members.some(({ element }) => element.id === pointed)
        const label = labels[place]
        return (
          <g key={first.id} className={styles.spot} onPointerEnter={() => onPoint(first.id)} onPointerLeave={() => onPoint(null)}>
            <circle cx={x} cy={y} r={marked ? radius * POINTED : radius} fill={`var(${variableOf(first.__typename)})`} />
            {label && (
              <text x={label.x} y={label.y} textAnchor={label.anchor} fontSize={font}>
                {texts[place]}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}

const MOST = 4

function numbersOf(numbers: number[]): string {
  return numbers.length > MOST ? `${numbers.slice(0, MOST).join(', ')}…` : numbers.join(', ')
}
