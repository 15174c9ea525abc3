import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { Failed } from '../shared/Asked'
import { communitiesOf } from './drawing'
import styles from './ExplorePage.module.css'
import { Legend } from './Legend'
import { type Filter, filtered, NO_FILTER, typesOf } from './network'
import { NodeList } from './NodeList'
import { Picture } from './Picture'
import { Selected } from './Selected'
import { useNetwork } from './useNetwork'
import { usePassing } from './usePassing'
import { useWalk } from './useWalk'

const CountryMap = lazy(() => import('../country/CountryMap'))

const NO_PATH: ReadonlySet<string> = new Set()

/** What has been opened of the map, as a picture or as a list, beside what is selected in it. */
export function Explored({ of }: { of: string }) {
  const { t } = useTranslation()
  const [filter, setFilter] = useState(NO_FILTER)
  const [address, setAddress] = useSearchParams()
  const [start] = useState(() => [of, ...address.getAll('open')])
  const { network, fetching, error, truncated, open, narrow } = useNetwork(start, typesOf(filter))
  const { passing, fetching: asking } = usePassing(filter)
  const [selected, setSelected] = useState(start.at(-1)!)
  const [byCommunity, setByCommunity] = useState(false)
  const view = address.get('view') ?? 'picture'
  const [path, setPath] = useState(NO_PATH)
  const shown = useMemo(() => filtered(network, filter, passing), [network, filter, passing])

  const located = useMemo(() => [...shown.nodes.values()], [shown])
  const communities = useMemo(() => (byCommunity ? communitiesOf(shown) : null), [byCommunity, shown])

  const select = useCallback(
    (id: string) => {
      setSelected(id)
      if (network.opened.has(id)) return
      open(id)
      setAddress((before) => [...withOf(before, of), ['open', id]], { preventScrollReset: true, replace: true })
    },
    [network, open, of, setAddress],
  )
  function look(one: string) {
    const rest = withOf(address, of).filter(([name]) => name !== 'view')
    setAddress(view === one ? rest : [...rest, ['view', one]], { preventScrollReset: true, replace: true })
  }
  function pass(next: Filter) {
    setFilter(next)
    if (next.hidden !== filter.hidden) narrow(typesOf(next))
  }
  const walk = useWalk(shown, communities, selected, select)

  if (error && network.nodes.size === 0) return <Failed error={error} onAgain={() => open(of)} />
  return (
    <div className={styles.explored}>
      <div>
        <div className="row">
          {(['list', 'map'] as const).map((one) => (
            <button key={one} type="button" className="quiet" aria-pressed={view === one} onClick={() => look(one)}>
              {one === 'list' ? t('explore.asList') : t('country.show')}
            </button>
          ))}
          {view !== 'map' && (
            <button type="button" className="quiet" aria-pressed={byCommunity} onClick={() => setByCommunity(!byCommunity)}>
              {t('explore.byCommunity')}
            </button>
          )}
          <output className="small quietly">
            {fetching || asking ? t('profile.waiting') : t('explore.size', { nodes: shown.nodes.size, links: shown.links.size })}
            {truncated && ` · ${t('explore.truncated')}`}
          </output>
        </div>
        {view === 'list' && <NodeList network={shown} communities={communities} onSelect={walk.go} />}
        {view === 'map' && (
          <Suspense fallback={<p className="quietly">{t('country.waiting')}</p>}>
            <CountryMap elements={located} />
          </Suspense>
        )}
        {view === 'picture' && (
          <Picture
            network={shown}
            selected={selected}
            pointed={walk.pointed}
            path={path}
            communities={communities}
            onSelect={walk.go}
            onKey={walk.onKey}
          />
        )}
        {view === 'picture' && (
          <p id="walk" className="small quietly">
            {t('explore.keys')}
          </p>
        )}
        <Legend network={network} communities={view === 'picture' ? communities : null} filter={filter} onFilter={pass} />
      </div>
      <Selected network={shown} id={selected} said={walk.said || t(network.nodes.has(selected) ? 'explore.filteredOut' : 'profile.waiting')} onSelect={walk.go} onPath={setPath} />
    </div>
  )
}

/** What an address says, with the element that the map begins with, which my library is where none is said. */
function withOf(address: URLSearchParams, of: string): [string, string][] {
  return [['of', of], ...[...address].filter(([name]) => name !== 'of')]
}
