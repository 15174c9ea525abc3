import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { ToSignIn } from '../account/ToSignIn'
import { useHere } from '../account/useHere'
import { troubleOf } from '../api/errors'
import { useMend } from '../shared/useMend'
import type { Refusal } from './useWrite'

/** Why nothing was written, and what to do. */
export function Refused({ refusal }: { refusal: Refusal | null }) {
  const { t } = useTranslation()
  const { t: say, i18n } = useTranslation('keeping')
  const here = useHere()
  const mend = useMend()
  if (!refusal) return null
  if (!refusal.failed) {
    const known = i18n.exists(`refused.${refusal.code}`, { ns: 'keeping' })
    return (
      <div role="alert">
        <p>{say(known ? `refused.${refusal.code as 'CONFLICT'}` : 'refused.other')}</p>
        <details className="quietly small">
          <summary>{say('details')}</summary>
          <span>{refusal.message}</span>
        </details>
      </div>
    )
  }
  const trouble = troubleOf(refusal.failed)
  return (
    <p role="alert">
      {t(`errors.${trouble}`)} {mend(refusal.failed)}{' '}
      {trouble === 'signIn' && <ToSignIn />}
      {trouble === 'forbidden' && <Link to={`/sign-in?then=${here}`}>{t('nav.signIn')}</Link>}
    </p>
  )
}
