import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { PartnersDocument, type PartnersQueryVariables } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { useTitle } from '../shared/useTitle'
import { PartnerList } from './PartnerList'
import styles from './PartnersPage.module.css'
import { QuestionForm } from './QuestionForm'
import { Take } from './Take'
import { TopicsOf } from './TopicsOf'
import { useQuestion, useVariables } from './useQuestion'
import { WhyNot } from './WhyNot'

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
          <div className={styles.lists}>
            <PartnerList title={t('partners.near')} lead={t('partners.nearLead')} edges={lists.near?.edges ?? []} question={variables} />
            <PartnerList
              title={t('partners.learnFrom')}
              lead={t('partners.learnFromLead')}
              edges={lists.learnFrom?.edges ?? []}
              question={variables}
            />
          </div>
          <WhyNot key={`${variables.for} ${variables.topic}`} library={variables.for} topic={variables.topic} />
        </>
      )}
    </Asked>
  )
}
