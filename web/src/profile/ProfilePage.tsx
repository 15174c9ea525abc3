import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { useQuery } from 'urql'

import { NamedByIdDocument, type NamedFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { nameOf } from '../shared/naming'
import { useTitle } from '../shared/useTitle'
import { NotFoundPage } from '../app/ErrorPage'
import { Activities } from './Activities'
import { Head } from './Head'
import { Partners } from './Partners'
import { documentOf, type Profile } from './profile'
import styles from './ProfilePage.module.css'
import { HistorySection } from './HistorySection'
import { SECTIONS } from './sections'
import { SmallNetwork } from './SmallNetwork'
import { Ties } from './Ties'

/** All that the map knows of one element; first, what it is. */
export function ProfilePage() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const query = useQuery({ query: NamedByIdDocument, variables: { ids: [id] } })
  return (
    <Asked query={query} waiting={t('profile.waiting')}>
      {({ nodes }) => {
        const node = nodes?.[0]
        return node && 'name' in node ? <OfType id={node.id} type={node.__typename} /> : <NotFoundPage />
      }}
    </Asked>
  )
}

function OfType({ id, type }: { id: string; type: NamedFragment['__typename'] }) {
  const { t } = useTranslation()
  const query = useQuery({ query: documentOf(type), variables: { id } })
  return (
    <Asked query={query} waiting={t('profile.waiting')}>
      {({ node }) => (node && 'name' in node ? <Element key={node.id} element={node} /> : <NotFoundPage />)}
    </Asked>
  )
}

function Element({ element }: { element: Profile }) {
  const { language } = useLanguage()
  useTitle(nameOf(element, language))
  return (
    <article>
      <Head element={element} />
      <div className={styles.sections}>
        {'activities' in element && (
          <Activities {...element.activities} of={element.id} featured={'featured' in element ? element.featured.edges : undefined} />
        )}
        {'partners' in element && <Partners {...element.partners} />}
        <SmallNetwork of={element.id} />
        {SECTIONS.map((section) => section in element && <Ties key={section} section={section} {...element[section as never] as object} />)}
        <HistorySection of={element.id} />
      </div>
    </article>
  )
}
