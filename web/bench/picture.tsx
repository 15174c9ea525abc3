import '../src/app/theme.css'

import i18next from 'i18next'
import { createRoot } from 'react-dom/client'
import { initReactI18next } from 'react-i18next'

import { EMPTY, type Link, type Network } from '../src/explore/network'
import { Picture } from '../src/explore/Picture'
import type { NamedFragment } from '../src/gql/graphql'
import texts from '../src/i18n/en.json'

const SECONDS = 5
const TYPES = ['Library', 'Organization', 'Activity', 'Topic', 'TargetGroup', 'Place'] as const

/** A network like the map's: few elements have many connections. The same one every time. */
function networkOf(nodes: number, links: number): Network {
  const ids = Array.from({ length: nodes }, (_, n) => `n${n}`)
  let seed = 1
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
  const any = (power: number) => ids[Math.floor(nodes * random() ** power)]!
  const found = new Map<string, Link>()
  while (found.size < links) {
    const [from, to] = [any(1), any(3)]
    if (from !== to) found.set(`${from} RUNS ${to}`, { type: 'RUNS', from, to, since: null, until: null })
  }
  const named = ids.map((id, n) => [id, { __typename: TYPES[n % TYPES.length], id, name: `Element number ${n}` } as NamedFragment] as const)
  return { ...EMPTY, nodes: new Map(named), links: found }
}

/** Frames per second while the picture is dragged around. */
async function framesPerSecond(): Promise<number> {
  const mouse = document.querySelector('.sigma-mouse')!
  const at = (n: number) => ({ clientX: 500 + 150 * Math.cos(n / 20), clientY: 300 + 100 * Math.sin(n / 20), bubbles: true })
  mouse.dispatchEvent(new MouseEvent('mousedown', { ...at(0), button: 0 }))
  const begin = performance.now()
  let frames = 0
  while (performance.now() - begin < 1000 * SECONDS) {
    await new Promise(requestAnimationFrame)
    document.dispatchEvent(new MouseEvent('mousemove', at(++frames)))
  }
  document.dispatchEvent(new MouseEvent('mouseup', at(frames)))
  return (1000 * frames) / (performance.now() - begin)
}

async function measure(nodes: number, links: number) {
  const network = networkOf(nodes, links)
  const begin = performance.now()
  const nothing = () => undefined
  createRoot(document.getElementById('root')!).render(
    <Picture network={network} selected="n0" pointed={null} path={new Set()} byCommunity={false} onSelect={nothing} onKey={nothing} />,
  )
  while (!document.querySelector('.sigma-mouse')) await new Promise(requestAnimationFrame)
  await new Promise(requestAnimationFrame)
  const drawn = performance.now() - begin
  return { nodes, links, drawnAfter: Math.round(drawn), framesPerSecond: Math.round(10 * (await framesPerSecond())) / 10 }
}

await i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { translation: texts } } })
Object.assign(globalThis, { measure })
document.title = 'ready'
