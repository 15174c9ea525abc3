import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useQuery } from 'urql'

import { TopicsToTryDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { myLibrary } from '../shared/MyLibrary'
import { nameOf } from '../shared/naming'
import { Search } from '../shared/Search'
import { useTitle } from '../shared/useTitle'
import styles from './StartPage.module.css'

export function StartPage() {
  const { t } = useTranslation()
  const library = myLibrary.use()
  useTitle(t('start.title'))
  const own = library ? `?for=${encodeURIComponent(library.id)}` : ''
  return (
    <>
      <section className={styles.hero}>
        <h1>{t('start.title')}</h1>
        <p>{t('start.lead')}</p>
        <Search className={styles.search} />
        <TopicsToTry library={library?.id} />
      </section>
      <ul className={styles.doors}>
        <Door to={`/partners${own}`} title={t('nav.partners')} text={t('start.partners')} />
        <Door to={library ? `/explore?of=${encodeURIComponent(library.id)}` : '/explore'} title={t('nav.explore')} text={t('start.explore')} />
        <Door to={`/meeting${own}`} title={t('nav.meeting')} text={t('start.meeting')} />
      </ul>
    </>
  )
}

/** What many activities are about, each leading to who could be a partner on it. */
function TopicsToTry({ library }: { library?: string }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const [{ data }] = useQuery({ query: TopicsToTryDocument })
  const topics = data?.activities?.facets.topics ?? []
  return (
    <p className={styles.topics}>
      {topics.length > 0 && t('start.topics')}{' '}
      {topics.map(({ node }) => (
        <Link key={node.id} to={`/partners?${new URLSearchParams({ ...(library && { for: library }), topic: node.id })}`}>
          {nameOf(node, language)}
        </Link>
      ))}
    </p>
  )
}

function Door({ to, title, text }: { to: string; title: string; text: string }) {
  return (
    <li className="card">
      <h2>
        <Link to={to}>{title}</Link>
      </h2>
      <p>{text}</p>
    </li>
  )
}
