import { useState } from 'react'
import { Toolbar } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMutation } from 'urql'

import { useHere } from '../account/useHere'
import { troubleOf } from '../api/errors'
import { JudgeDocument, type PartnerCardFragment, type PartnersQueryVariables, type Verdict } from '../gql/graphql'
import { Press } from '../shared/Press'

const VERDICTS: Verdict[] = ['USEFUL', 'NOT_USEFUL', 'CONTACTED', 'BECAME_PARTNER']

/** What became of a suggestion, told with one press. */
export function Verdicts({ edge, question }: { edge: PartnerCardFragment; question: PartnersQueryVariables }) {
  const { t } = useTranslation()
  const here = useHere()
  const [said, say] = useState<Verdict | null>(edge.verdict ?? null)
  const [{ fetching, error }, judge] = useMutation(JudgeDocument)

  async function press(verdict: Verdict) {
    const result = await judge({ for: question.for, topic: question.topic, partner: edge.node.id, verdict })
    if (!result.error) say(verdict)
  }

  return (
    <div className="no-print">
      <Toolbar className="row" aria-label={t('partners.verdict')}>
        {VERDICTS.map((verdict) => (
          <Press key={verdict} className="quiet small" aria-pressed={said === verdict} busy={fetching} onPress={() => void press(verdict)}>
            {t(`partners.verdicts.${verdict}`)}
          </Press>
        ))}
      </Toolbar>
      {error && (
        <p role="alert" className="small">
          {t(`errors.${troubleOf(error)}`)} {troubleOf(error) === 'signIn' && <Link to={`/sign-in?then=${here}`}>{t('nav.signIn')}</Link>}
        </p>
      )}
    </div>
  )
}
