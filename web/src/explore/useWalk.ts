import { type KeyboardEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useLanguage } from '../i18n/useLanguage'
import { useKind } from '../shared/words'
import { nameOf } from '../shared/naming'
import type { Communities } from './drawing'
import { type Network, neighboursOf } from './network'
import { useSentence } from './useSentence'

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/**
 * A walk over the network by keys: arrows point at one neighbour after the other, Enter goes there, Backspace goes back.
 *
 * What is pointed at is said in a sentence, as Data Navigator does for pictures of data.
 */
export function useWalk(network: Network, communities: Communities | null, selected: string, onSelect: (id: string) => void) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const kind = useKind()
  const sentence = useSentence(network)
  const [place, setPlace] = useState<number | null>(null)
  const [way, setWay] = useState<string[]>([])
  const neighbours = useMemo(() => neighboursOf(network, selected), [network, selected])
  const pointed = place === null ? undefined : neighbours[place]

  function go(id: string, back: string[]) {
    setPlace(null)
    setWay(back)
    onSelect(id)
  }

  function onKey(event: KeyboardEvent) {
    const step = STEPS[event.key]
    if (step && neighbours.length > 0) {
      setPlace((before) => (before === null ? (step > 0 ? 0 : neighbours.length - 1) : (before + step + neighbours.length) % neighbours.length))
    } else if (event.key === 'Enter' && pointed) go(pointed.node.id, [...way, selected])
    else if (event.key === 'Backspace' && way.length > 0) go(way.at(-1)!, way.slice(0, -1))
    else return
    event.preventDefault()
  }

  const here = network.nodes.get(selected)
  const said = pointed
    ? t('explore.pointed', { sentence: sentence(pointed.link), place: place! + 1, all: neighbours.length })
    : here && t('explore.here', { name: nameOf(here, language), kind: kind(here), count: neighbours.length })
  const community = communities?.get(pointed?.node.id ?? selected)
  const all = said && community !== undefined ? t('explore.inCommunity', { said, number: community + 1 }) : said
  return { onKey, said: all ?? '', pointed: pointed?.node.id ?? null, go: (id: string) => go(id, [...way, selected]) }
}
