import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { NotFoundPage } from '../app/ErrorPage'
import { CorrectableDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { addressOf, nameOf } from '../shared/naming'
import { useTitle } from '../shared/useTitle'
import type { Correctable } from './corrections'
import { Gate } from './Gate'
import { SuggestForm } from './SuggestForm'

/** Says of an element what is wrong about it. */
export function SuggestPage() {
  const { t } = useTranslation('keeping')
  const [parameters] = useSearchParams()
  const [answer, ask] = useQuery({ query: CorrectableDocument, variables: { id: parameters.get('of') ?? '' } })
  useTitle(t('suggest.title'))
  return (
    <Asked answer={answer} waiting={t('suggest.waiting')} onAgain={() => ask({ requestPolicy: 'network-only' })}>
      {({ node }) => (node && 'name' in node ? <Suggest key={node.id} element={node} /> : <NotFoundPage />)}
    </Asked>
  )
}

function Suggest({ element }: { element: Correctable }) {
  const { t } = useTranslation('keeping')
  const { language } = useLanguage()
  return (
    <>
      <h1>{t('suggest.of', { name: nameOf(element, language) })}</h1>
      <Gate takes="contributor">
        <p>{t('suggest.lead')}</p>
        <SuggestForm element={element} />
      </Gate>
      <p>
        <Link to={addressOf(element)}>{t('suggest.back')}</Link>
      </p>
    </>
  )
}
