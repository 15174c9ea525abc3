import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { key } from '../api/key'
import { TiesDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { nameOf } from '../shared/naming'
import { useTitle } from '../shared/useTitle'
import { Given } from './Given'
import { Ties } from './Ties'

/** Where a keeper's link leads: the ties of one library, to be confirmed one after the other, and what it gets for that. */
export function KeeperPage() {
  const { t } = useTranslation()
  const [parameters] = useSearchParams()
  const library = parameters.get('library')
  const [opened, setOpened] = useState(false)
  const signedIn = key.use()
  useTitle(t('keeper.title'))

  useEffect(() => {
    takeSecret()
    setOpened(true)
  }, [])

  if (!opened) return null
  if (!library) return <Closed why="incomplete" />
  if (signedIn !== 'yes') return <Closed why={signedIn === 'over' ? 'linkEnded' : 'incomplete'} />
  return <Opened library={library} />
}

function Closed({ why }: { why: 'incomplete' | 'linkEnded' }) {
  const { t } = useTranslation()
  return (
    <section className="notice">
      <h1>{t('keeper.title')}</h1>
      <p>{t(`keeper.${why}`)}</p>
    </section>
  )
}

/** The secret stands behind the # so that no server and no log sees it; from there it goes into the tab's memory. */
function takeSecret(): void {
  const secret = location.hash.slice(1)
  if (!secret) return
  key.keep(secret)
  history.replaceState(history.state, '', location.pathname + location.search)
}

function Opened({ library }: { library: string }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const query = useQuery({ query: TiesDocument, variables: { library } })
  return (
    <Asked query={query} waiting={t('profile.waiting')}>
      {({ node, unconfirmed }) =>
        node && 'name' in node && unconfirmed ? (
          <>
            <h1>{nameOf(node, language)}</h1>
            <p>{t('keeper.lead')}</p>
            <Ties library={node} ties={unconfirmed.edges.map((edge) => edge.node)} isPart={unconfirmed.pageInfo.hasNextPage} />
            <Given library={node} />
          </>
        ) : (
          <p className="notice">{t('errors.notFound')}</p>
        )
      }
    </Asked>
  )
}
