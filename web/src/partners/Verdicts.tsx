import { Toolbar } from 'react-aria-components'
import { useTranslation } from 'react-i18next'

import { ToSignIn } from '../account/ToSignIn'
import { troubleOf } from '../api/errors'
import type { PartnerCardFragment, PartnersQueryVariables } from '../gql/graphql'
import { Press } from '../shared/Press'
import { useSaid } from './useSaid'

const VERDICTS = ['USEFUL', 'NOT_USEFUL', 'CONTACTED', 'BECAME_PARTNER'] as const

/** What became of a suggestion, told with one press and taken back with another. */
export function Verdicts({ edge, question }: { edge: PartnerCardFragment; question: PartnersQueryVariables }) {
  const { t } = useTranslation()
  const { said, fetching, error, press } = useSaid(edge, question)
  return (
    <div className="no-print">
      <Toolbar className="row" aria-label={t('partners.verdict')}>
        {VERDICTS.map((verdict) => (
          <Press key={verdict} className="quiet small" aria-pressed={said === verdict} busy={fetching} onPress={() => press(verdict)}>
            {t(`partners.verdicts.${verdict}`)}
          </Press>
        ))}
      </Toolbar>
      {error && (
        <p role="alert" className="small">
          {t(`errors.${troubleOf(error)}`)} {troubleOf(error) === 'signIn' && <ToSignIn />}
        </p>
      )}
    </div>
  )
}
