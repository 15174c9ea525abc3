import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { TopicsOfDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { nameOf } from '../shared/naming'

/** Topics to begin with: those that the library works on already, else those that most activities are about. */
export function TopicsOf({ library, onChoose }: { library: string; onChoose: (topic: string) => void }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const [{ data }] = useQuery({ query: TopicsOfDocument, variables: { id: library } })
  const node = data?.node
  const own = node && 'activities' in node ? node.activities.facets.topics : []
  const topics = own.length > 0 ? own : (data?.activities?.facets.topics ?? [])
  return (
    <section className="notice">
      {data && <p>{t(own.length > 0 ? 'partners.chooseTopic' : 'partners.chooseAnyTopic')}</p>}
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
