import type Graph from 'graphology'
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import Sigma from 'sigma'
import { EdgeLineProgram, NodePointProgram } from 'sigma/rendering'
import type { Settings } from 'sigma/settings'

import { useLanguage } from '../i18n/useLanguage'
import { communityColour, palette } from './colours'
import { labelsOf } from './drawLabel'
import { type Communities, emptyGraph, redraw } from './drawing'
import styles from './ExplorePage.module.css'
import { motion } from './motion'
import type { Network } from './network'

interface Marks {
  selected: string
  /** The neighbour that the keyboard points at. */
  pointed: string | null
  path: ReadonlySet<string>
}

interface Props extends Marks {
  network: Network
  communities: Communities | null
  onSelect: (id: string) => void
  onKey: (event: KeyboardEvent) => void
}

/** The network as a picture, walked by mouse and keys; what of it is told to screen readers stands beside it. */
export function Picture({ network, communities, onSelect, onKey, ...marks }: Props) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const [graph] = useState(emptyGraph)
  const container = useRef<HTMLDivElement>(null)
  useEffect(() => redraw(graph, network, language), [graph, network, language])
  const zoom = useSigma(container, graph, { ...marks, communities }, onSelect)
  return (
    <div
      ref={container}
      role="application"
      tabIndex={0}
      aria-label={t('explore.picture')}
      aria-describedby="walk"
      onKeyDown={(event) => (zoom(event.key) ? event.preventDefault() : onKey(event))}
      className={styles.picture}
    />
  )
}

/** Connections that a processor still draws while the picture moves; of more, elements alone move. */
const MANY_LINKS = 1500

type Drawn = Marks & { communities: Communities | null }

const ZOOM = { '+': 'animatedZoom', '=': 'animatedZoom', '-': 'animatedUnzoom', '0': 'animatedReset' } as const

/** Draws a graph, which may change, into an element, marked as it is now. Gives the way to zoom by a key, where it is one for that. */
function useSigma(container: RefObject<HTMLElement | null>, graph: Graph, drawn: Drawn, onSelect: (id: string) => void) {
  const picture = useRef<Sigma>(null)
  const now = useRef({ drawn, onSelect })

  useEffect(() => {
    const element = container.current!
    picture.current = new Sigma(graph, element, settingsOf(element, graph, () => now.current.drawn))
    const labels = labelsOf(picture.current, palette(element)('--surface'))
    picture.current.setSetting('defaultDrawNodeLabel', labels.draw)
    picture.current.on('beforeRender', labels.begin)
    picture.current.on('clickNode', ({ node }) => now.current.onSelect(node))
    return () => {
      picture.current?.kill()
      picture.current = null
    }
  }, [container, graph])

  useEffect(() => {
    now.current = { drawn, onSelect }
    picture.current?.setSetting('hideEdgesOnMove', graph.size > MANY_LINKS)
    picture.current?.refresh()
  })

  return (key: string): boolean => {
    const way = ZOOM[key as keyof typeof ZOOM]
    if (way) void picture.current?.getCamera()[way]({ duration: picture.current.getSetting('zoomDuration') })
    return way !== undefined
  }
}

function settingsOf(element: HTMLElement, graph: Graph, now: () => Drawn): Partial<Settings> {
  const colours = palette(element)

  function isMarked(id: string): boolean {
    const { selected, pointed, path } = now()
    return id === selected || id === pointed || path.has(id)
  }

  function isNear(edge: string): boolean {
    const { selected, path } = now()
    const [from, to] = graph.extremities(edge)
    return path.size > 0 ? path.has(from) && path.has(to) : from === selected || to === selected
  }

  return {
    labelColor: { color: colours('--text') },
    labelFont: 'system-ui, sans-serif',
    labelDensity: 0.7,
    labelGridCellSize: 120,
    labelRenderedSizeThreshold: 6,
    stagePadding: 70,
    zIndex: true,
    ...motion(),
    nodeProgramClasses: { circle: NodePointProgram },
    edgeProgramClasses: { line: EdgeLineProgram },
    defaultDrawNodeHover: () => undefined, // its box is white, whatever the theme
    nodeReducer: (id, data) => {
      const { communities } = now()
      const marked = isMarked(id)
      const color = communities ? communityColour(communities.get(id) ?? 0) : colours(data['elementType'])
      return { ...data, color, forceLabel: marked, size: data['size'] * (marked ? 1.6 : 1), zIndex: marked ? 1 : 0 }
    },
    edgeReducer: (edge, data) => {
      const near = isNear(edge)
      const faint = data['isProposed'] ? '--line' : '--edge'
      return { ...data, color: colours(near ? '--accent' : faint), size: near ? 2 : 1, zIndex: near ? 1 : 0 }
    },
  }
}
