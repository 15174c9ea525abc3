import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { type NamedFragment, PartnersDocument, type PartnersQuery, type PartnersQueryVariables } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { useTitle } from '../shared/useTitle'
import { PartnerList } from './PartnerList'
import styles from './PartnersPage.module.css'
import { QuestionForm } from './QuestionForm'
import { Take } from './Take'
import { TopicsOf } from './TopicsOf'
import { useQuestion, useVariables } from './useQuestion'
import { WhyNot } from './WhyNot'

const CountryMap = lazy(() => import('../country/CountryMap'))

export function PartnersPage() {
  const { t } = useTranslation()
  const { question, change } = useQuestion()
  const variables = useVariables(question)
  useTitle(t('nav.partners'))
  return (
    <>
      <h1>{t('nav.partners')}</h1>
      <QuestionForm question={question} change={change} />
      {!question.for && <p className="notice">{t('partners.chooseLibrary')}</p>}
      {question.for && !question.topic && <TopicsOf library={question.for} onChoose={(topic) => change('topic', topic)} />}
      {variables && <Answer variables={variables} />}
    </>
  )
}

function Answer({ variables }: { variables: PartnersQueryVariables }) {
  const { t } = useTranslation()
  const [answer, ask] = useQuery({ query: PartnersDocument, variables })
  return (
    <Asked answer={answer} waiting={t('partners.waiting')} onAgain={() => ask({ requestPolicy: 'network-only' })}>
      {(lists) => (
        <>
          <Take lists={lists} />
          <Found lists={lists} question={variables} />
          <WhyNot key={`${variables.for} ${variables.topic}`} library={variables.for} topic={variables.topic} />
        </>
      )}
    </Asked>
  )
}

/** Who was found, as two lists of cards or on a map of the country. */
function Found({ lists, question }: { lists: PartnersQuery; question: PartnersQueryVariables }) {
  const { t } = useTranslation()
  const [address, setAddress] = useSearchParams()
  const onMap = address.get('view') === 'map'
  const [near, learnFrom] = [lists.near?.edges ?? [], lists.learnFrom?.edges ?? []]
  const all = useMemo(() => nodesOf(lists), [lists])

  function turn() {
    const after = new URLSearchParams(address)
    if (onMap) after.delete('view')
    else after.set('view', 'map')
    setAddress(after, { preventScrollReset: true })
  }

  return (
    <>
      <p className="no-print">
        <button type="button" className="quiet" aria-pressed={onMap} onClick={turn}>
          {t('country.show')}
        </button>
      </p>
      {onMap ? (
        <Suspense fallback={<p className="quietly">{t('country.waiting')}</p>}>
          <CountryMap elements={all} of={question.for} />
        </Suspense>
      ) : (
        <div className={styles.lists}>
          <PartnerList title={t('partners.near')} lead={t('partners.nearLead')} edges={near} question={question} />
          <PartnerList title={t('partners.learnFrom')} lead={t('partners.learnFromLead')} edges={learnFrom} question={question} />
        </div>
      )}
    </>
  )
}

function nodesOf({ near, learnFrom }: PartnersQuery): NamedFragment[] {
  const edges = [...(near?.edges ?? []), ...(learnFrom?.edges ?? [])]
  return [...new Map(edges.map(({ node }) => [node.id, node])).values()]
}
