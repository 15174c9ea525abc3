import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { NotFoundPage } from '../app/ErrorPage'
import { KeeperLinksDocument, type KeeperLinksQuery, NamedByIdDocument, type NamedFragment, RevokeKeeperLinkDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { useDates } from '../shared/dates'
import { addressOf, nameOf } from '../shared/naming'
import { Page } from '../shared/Page'
import { Press } from '../shared/Press'
import { Done } from './Done'
import { Gate } from './Gate'
import styles from './keeping.module.css'
import { MakeLink } from './MakeLink'
import { Refused } from './Refused'
import { useWrite } from './useWrite'

type Link = NonNullable<KeeperLinksQuery['keeperLinks']>[number]

/** An empty list names no type by which it would be asked for anew when there is a first link. */
const CONTEXT = { additionalTypenames: ['KeeperLink'] }

/** The keepers' links of one library: makes them, shows them, ends them. */
export function LinksPage() {
  const { t } = useTranslation('keeping')
  const [parameters] = useSearchParams()
  const query = useQuery({ query: NamedByIdDocument, variables: { ids: [parameters.get('of') ?? ''] } })
  return (
    <Asked query={query} waiting={t('links.waiting')}>
      {({ nodes }) => {
        const node = nodes?.[0]
        return node?.__typename === 'Library' ? <LinksOf key={node.id} library={node} /> : <NotFoundPage />
      }}
    </Asked>
  )
}

function LinksOf({ library }: { library: NamedFragment }) {
  const { t } = useTranslation('keeping')
  const { language } = useLanguage()
  const name = nameOf(library, language)
  return (
    <Page title={t('links.title', { name })} lead={t('links.lead')} under={{ to: addressOf(library), text: name }}>
      <Gate takes="reviewer">
        <Links library={library.id} />
      </Gate>
    </Page>
  )
}

function Links({ library }: { library: string }) {
  const { t } = useTranslation('keeping')
  const query = useQuery({ query: KeeperLinksDocument, variables: { library }, context: CONTEXT })
  const [ended, setEnded] = useState<string | null>(null)
  return (
    <>
      <MakeLink library={library} ended={ended} />
      <h2>{t('links.made')}</h2>
      <Done deed={ended === null ? null : { text: t('links.ended', { name: ended }) }} />
      <Asked query={query} waiting={t('links.waiting')}>
        {({ keeperLinks }) =>
          keeperLinks?.length ? (
            <ul className={styles.cards}>
              {keeperLinks.map((link) => (
                <LinkCard key={link.name} link={link} onEnded={() => setEnded(link.name)} />
              ))}
            </ul>
          ) : (
            <p className="quietly">{t('links.none')}</p>
          )
        }
      </Asked>
    </>
  )
}

function LinkCard({ link: { name, state, issued, expires, used }, onEnded }: { link: Link; onEnded: () => void }) {
  const { t } = useTranslation('keeping')
  const dated = useDates()
  const { write, writing, refusal } = useWrite(RevokeKeeperLinkDocument)

  async function end() {
    if ((await write({ name })).done) onEnded()
  }

  const day = (time: string) => dated(time.slice(0, 10))
  return (
    <li className="card">
      <p>
        {t(`links.states.${state as 'active'}`, { date: day(expires) })}{' '}
        <span className="small quietly">
          {[name, t('links.issued', { date: day(issued) }), used ? t('links.used', { date: day(used) }) : t('links.unused')].join(' · ')}
        </span>
      </p>
      {state === 'active' && (
        <Press className="quiet" busy={writing} onPress={() => void end()}>
          {t('links.end')} <span className="only-read">{name}</span>
        </Press>
      )}
      <Refused refusal={refusal} />
    </li>
  )
}
