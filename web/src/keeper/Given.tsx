import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useQuery } from 'urql'

import { type NamedFragment, PartnersDocument, TopicsOfDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { addressOf, nameOf } from '../shared/naming'

const PARTNERS = 3

/** What the library gets for it: three potential partners, its small map, a page to print. */
export function Given({ library }: { library: NamedFragment }) {
  const { t } = useTranslation()
  const code = encodeURIComponent(library.id)
  return (
    <section className="card">
      <h2>{t('keeper.given')}</h2>
      <Three library={library.id} />
      <div className="row">
        <Link className="button quiet" to={`/explore?of=${code}`}>
          {t('keeper.map')}
        </Link>
        <Link className="button quiet" to={`/meeting?for=${code}`}>
          {t('keeper.print')}
        </Link>
      </div>
    </section>
  )
}

function Three({ library }: { library: string }) {
  const { t } = useTranslation()
  const { language, asked } = useLanguage()
  const [{ data: topics }] = useQuery({ query: TopicsOfDocument, variables: { id: library } })
  const node = topics?.node
  const topic = node && 'activities' in node ? node.activities.facets.topics[0]?.node : undefined
  const variables = { for: library, topic: topic?.id ?? '', language: asked, strategy: 'BALANCED' as const, includeKnown: false, first: PARTNERS }
  const [{ data }] = useQuery({ query: PartnersDocument, variables, pause: !topic })
  if (!topic) return null
  return (
    <>
      <h3>{t('keeper.partners', { topic: nameOf(topic, language) })}</h3>
      <ul>
        {data?.near?.edges.map(({ node: partner, evidence }) => (
          <li key={partner.id}>
            <Link to={addressOf(partner)}>{nameOf(partner, language)}</Link>
            <span className="small quietly"> {evidence[0]?.text}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
