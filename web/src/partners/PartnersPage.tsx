import { lazy, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { type NamedFragment, PartnersDocument, type PartnersQuery, type PartnersQueryVariables } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { Page } from '../shared/Page'
import { Part } from '../shared/Part'
import { PartnerList } from './PartnerList'
import styles from './PartnersPage.module.css'
import { PrintHead } from './PrintHead'
import { QuestionForm } from './QuestionForm'
import { Take } from './Take'
import { TopicsOf } from './TopicsOf'
import { type Question, useQuestion, useVariables } from './useQuestion'
import { usePicked } from './usePicked'
import { WhyNot } from './WhyNot'

const CountryMap = lazy(() => import('../country/CountryMap'))
const PartnersNetwork = lazy(() => import('./PartnersNetwork'))

const VIEWS = ['map', 'network'] as const

export function PartnersPage() {
  const { t } = useTranslation()
  const { question, change } = useQuestion()
  const variables = useVariables(question)
  return (
    <Page title={t('nav.partners')} lead={t('partners.lead')}>
      <QuestionForm question={question} change={change} />
      {!question.for && <p className="notice">{t('partners.chooseLibrary')}</p>}
      {question.for && !question.topic && <TopicsOf library={question.for} onChoose={(topic) => change('topic', topic)} />}
      {variables && <Answer question={question} variables={variables} />}
    </Page>
  )
}

function Answer({ question, variables }: { question: Question; variables: PartnersQueryVariables }) {
  const { t } = useTranslation()
  const query = useQuery({ query: PartnersDocument, variables })
  const [{ data, fetching, error }] = query
  const counts = { near: data?.near?.edges.length ?? 0, learnFrom: data?.learnFrom?.edges.length ?? 0 }
  return (
    <>
      <output className="only-read">{data && !fetching && !error && t('partners.found', counts)}</output>
      <Asked query={query} waiting={t('partners.waiting')}>
        {(lists) => (
          <>
            <PrintHead question={question} />
            <Found key={JSON.stringify(variables)} lists={lists} question={variables} />
            <WhyNot key={`${variables.for} ${variables.topic}`} library={variables.for} topic={variables.topic} />
          </>
        )}
      </Asked>
    </>
  )
}

/** Who was found, as two lists of cards, on a map of the country or as a network. */
function Found({ lists, question }: { lists: PartnersQuery; question: PartnersQueryVariables }) {
  const { t } = useTranslation()
  const [address, setAddress] = useSearchParams()
  const [picked, pick] = usePicked(JSON.stringify(question))
  const view = address.get('view')
  const all = useMemo(() => nodesOf(lists), [lists])

  function look(one: string) {
    const after = new URLSearchParams(address)
    if (view === one) after.delete('view')
    else after.set('view', one)
    setAddress(after, { preventScrollReset: true })
  }

  return (
    <>
      <div className={`row no-print ${styles.take}`}>
        {VIEWS.map((one) => (
          <button key={one} type="button" className="quiet" aria-pressed={view === one} onClick={() => look(one)}>
            {t(`partners.views.${one}`)}
          </button>
        ))}
        <Take lists={lists} picked={picked} />
      </div>
      <Part waiting={t('country.waiting')}>
        {view === 'map' && <CountryMap elements={all} of={question.for} />}
        {view === 'network' && <PartnersNetwork lists={lists} of={question.for} />}
      </Part>
      {view === null && (
        <div className={styles.lists}>
          {(['near', 'learnFrom'] as const).map(
            (list) => lists[list] && <PartnerList key={list} list={list} edges={lists[list].edges} question={question} picked={picked} onPick={pick} />,
          )}
        </div>
      )}
    </>
  )
}

function nodesOf({ near, learnFrom }: PartnersQuery): NamedFragment[] {
  const edges = [...(near?.edges ?? []), ...(learnFrom?.edges ?? [])]
  return [...new Map(edges.map(({ node }) => [node.id, node])).values()]
}
