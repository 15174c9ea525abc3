import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { NotFoundPage } from '../app/ErrorPage'
import { CorrectableDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { addressOf, nameOf } from '../shared/naming'
import { Page } from '../shared/Page'
import type { Correctable } from './corrections'
import { Gate } from './Gate'
import { SuggestForm } from './SuggestForm'

/** Says of an element what is wrong about it. */
export function SuggestPage() {
  const { t } = useTranslation('keeping')
  const [parameters] = useSearchParams()
  const query = useQuery({ query: CorrectableDocument, variables: { id: parameters.get('of') ?? '' } })
  return (
    <Asked query={query} waiting={t('suggest.waiting')}>
      {({ node }) => (node && 'name' in node ? <Suggest key={node.id} element={node} /> : <NotFoundPage />)}
    </Asked>
  )
}

function Suggest({ element }: { element: Correctable }) {
  const { t } = useTranslation('keeping')
  const { language } = useLanguage()
  return (
    <Page title={t('suggest.of', { name: nameOf(element, language) })} under={{ to: addressOf(element), text: nameOf(element, language) }}>
      <Gate takes="contributor">
        <p>{t('suggest.lead')}</p>
        <SuggestForm element={element} />
      </Gate>
    </Page>
  )
}
