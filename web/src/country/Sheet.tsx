import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { variableOf } from '../explore/colours'
import type { NamedFragment } from '../gql/graphql'
import styles from './CountryMap.module.css'
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
  const numbered = elements.map((element, place) => ({ element, number: place + 1 }))
  const at = own ? positions.get(own) : undefined
  const [ownX, ownY] = at ? projection(at)! : []
  return (
    <svg className={styles.map} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('country.title')}>
      <path className={styles.land} d={land} />
      <path className={styles.dots} d={dots} />
      {at && <circle className={styles.own} cx={ownX} cy={ownY} r={12} />}
      {spotsOf(numbered, ({ element }) => positions.get(element.id), projection).map(({ x, y, members }) => {
        const first = members[0]!.element
        const marked = members.some(({ element }) => element.id === pointed)
        return (
          <g key={first.id} className={styles.spot} onPointerEnter={() => onPoint(first.id)} onPointerLeave={() => onPoint(null)}>
            <circle cx={x} cy={y} r={marked ? 11 : 7} fill={`var(${variableOf(first.__typename)})`} />
            <text x={x + (x === ownX && y === ownY ? 17 : 13)} y={y + 4}>
              {numbersOf(members.map(({ number }) => number))}
            </text>
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
