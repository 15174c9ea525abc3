import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { variableOf } from '../explore/colours'
import type { NamedFragment } from '../gql/graphql'
import { Room } from '../shared/labels'
import { useMedia } from '../shared/useMedia'
import styles from './CountryMap.module.css'
import { bordersOf, landOf, outlineOf } from './land'
import { dotsOf, HEIGHT, linesPath, outlinePath, projectionOf, spotsOf, WIDTH } from './projected'
import type { Country } from './useCountry'

interface Props {
  elements: NamedFragment[]
  country: Country
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
/** The width of a figure, of one unit of the font. */
const FIGURE = 0.72

/** The drawing of a map; the list beside it says the same. */
export function Sheet({ elements, country, own, close, pointed, onPoint }: Props) {
  const { t } = useTranslation()
  const { positions } = country
  const projection = useMemo(() => {
    const shown = close ? elements.map(({ id }) => positions.get(id)!) : [...positions.values()]
    return projectionOf(shown)
  }, [close, elements, positions])
  const drawn = useMemo(() => drawnOf(country), [country])
  const land = useMemo(() => outlinePath(drawn.outline, projection), [drawn, projection])
  const districts = useMemo(() => linesPath(drawn.districts, projection), [drawn, projection])
  const regions = useMemo(() => linesPath(drawn.regions, projection), [drawn, projection])
  const dots = useMemo(() => dotsOf([...positions.values()], projection), [positions, projection])
  const { font, radius, apart } = useMedia('(max-width: 40rem)') ? SIZES_OF_PHONES : SIZES
  const at = own ? positions.get(own) : undefined
  const [ownX, ownY] = at ? projection(at)! : []
  const spots = useMemo(() => {
    const numbered = elements.map((element, place) => ({ element, number: place + 1 }))
    return spotsOf(numbered, ({ element }) => positions.get(element.id), projection, apart)
  }, [elements, positions, projection, apart])
  const texts = spots.map(({ members }) => numbersOf(members.map(({ number }) => number)))
  const marks = spots.map(({ x, y }) => ({ x, y, radius: x === ownX && y === ownY ? Math.max(OWN, radius) : radius }))
  const room = new Room({ width: WIDTH, height: HEIGHT }, marks)
  const labels = marks.map((mark, place) => room.place(mark, texts[place]!.length * FIGURE * font, font))
  return (
    <svg className={styles.map} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('country.title')}>
      <path className={styles.land} d={land} />
      <path className={styles.dots} d={dots} />
      <path className={styles.districts} d={districts} />
      <path className={styles.regions} d={regions} />
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

/** What is drawn of the country, wherever one looks from. */
function drawnOf({ positions, districts, regions }: Country) {
  const land = landOf([...positions.values()])
  return { outline: outlineOf(land), districts: bordersOf(land, districts), regions: bordersOf(land, regions) }
}

const MOST = 4

function numbersOf(numbers: number[]): string {
  return numbers.length > MOST ? `${numbers.slice(0, MOST).join(', ')}…` : numbers.join(', ')
}
