import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { TopicsOfDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { nameOf } from '../shared/naming'

/** Topics that the library works on already, to begin with one of them. */
export function TopicsOf({ library, onChoose }: { library: string; onChoose: (topic: string) => void }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const [{ data }] = useQuery({ query: TopicsOfDocument, variables: { id: library } })
  const node = data?.node
  const topics = node && 'activities' in node ? node.activities.facets.topics : []
  return (
    <section className="notice">
      <p>{t('partners.chooseTopic')}</p>
      <div className="row">
        {topics.map(({ node: topic }) => (
          <button key={topic.id} type="button" className="quiet" onClick={() => onChoose(topic.id)}>
            {nameOf(topic, language)}
          </button>
        ))}
      </div>
    </section>
  )
}
