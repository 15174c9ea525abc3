import { lazy, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { troubleOf } from '../api/errors'
import { Failed } from '../shared/Asked'
import { Part } from '../shared/Part'
import { useMend } from '../shared/useMend'
import { filterOf, withFilter } from './address'
import { communitiesOf } from './drawing'
import styles from './ExplorePage.module.css'
import { Legend } from './Legend'
import { type Filter, filtered, typesOf } from './network'
import { NodeList } from './NodeList'
import { NotFiltered } from './NotFiltered'
import { Picture } from './Picture'
import { Selected } from './Selected'
import { useNetwork } from './useNetwork'
import { usePassing } from './usePassing'
import { useWalk } from './useWalk'
import { hasWebGL } from './webgl'

const CountryMap = lazy(() => import('../country/CountryMap'))

const NO_PATH: ReadonlySet<string> = new Set()

/** What has been opened of the map, as a picture or as a list, beside what is selected in it. */
export function Explored({ of }: { of: string }) {
  const { t } = useTranslation()
  const [address, setAddress] = useSearchParams()
  const asked = address.toString()
  const filter = useMemo(() => filterOf(new URLSearchParams(asked)), [asked])
  const types = useTypesOf(filter)
  const [start] = useState(() => [of, ...address.getAll('open')])
  const { network, fetching, error, truncated, open } = useNetwork(start, types)
  const { passing, unfiltered, fetching: asking } = usePassing(filter)
  const [selected, setSelected] = useState(start.at(-1)!)
  const [byCommunity, setByCommunity] = useState(false)
  const usual = hasWebGL() ? 'picture' : 'list'
  const view = address.get('view') ?? usual
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
    setAddress(view === one ? rest : [...rest, ['view', one]], { preventScrollReset: true })
  }
  function pass(next: Filter) {
    setAddress((before) => withFilter(new URLSearchParams(withOf(before, of)), next), { preventScrollReset: true })
  }
  const mend = useMend()
  const walk = useWalk(shown, communities, selected, select)

  if (error && network.nodes.size === 0) return <Failed error={error} onAgain={() => open(of)} />
  return (
    <div className={styles.explored}>
      <div>
        <div className="row">
          {(usual === 'list' ? (['map'] as const) : (['list', 'map'] as const)).map((one) => (
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
        {usual === 'list' && <p>{t('explore.noPicture')}</p>}
        {error && <p role="alert">{`${t(`errors.${troubleOf(error)}`)} ${mend(error)}`}</p>}
        <NotFiltered unfiltered={unfiltered} onClear={(by) => pass({ ...filter, [by]: null })} />
        {view === 'list' && <NodeList network={shown} communities={communities} onSelect={walk.go} />}
        {view === 'map' && (
          <Part waiting={t('country.waiting')}>
            <CountryMap elements={located} />
          </Part>
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

/** The types that are asked for; the same list as long as the same types are hidden. */
function useTypesOf(filter: Filter) {
  const hidden = [...filter.hidden].join(' ')
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the filter is another one with each address
  return useMemo(() => typesOf(filter), [hidden])
}

/** What an address says, with the element that the map begins with, which my library is where none is said. */
function withOf(address: URLSearchParams, of: string): [string, string][] {
  return [['of', of], ...[...address].filter(([name]) => name !== 'of')]
}
