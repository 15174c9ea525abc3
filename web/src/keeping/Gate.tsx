import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useHere } from '../account/useHere'
import { type Role, useMe } from '../account/useMe'
import { key } from '../api/key'
import { Failed } from '../shared/Asked'

/** Shows what takes a role to whoever has it; to others what they need, and where to sign in. */
export function Gate({ takes: role, children }: { takes: Role; children: ReactNode }) {
  const { t } = useTranslation('keeping')
  const { me, error, fetching, may } = useMe()
  if (may(role)) return <>{children}</>
  if (error) return <Failed error={error} onAgain={() => location.reload()} />
  if (key.read() && fetching) return <output className="notice quietly">{t('gate.waiting')}</output>
  return <Closed takes={role} has={me?.role} />
}

function Closed({ takes: role, has }: { takes: Role; has?: string | null }) {
  const { t } = useTranslation('keeping')
  const here = useHere()
  return (
    <section className="notice">
      <p>{has ? t('gate.other', { has: t(`roles.${has as Role}`), role: t(`roles.${role}`) }) : t('gate.key', { role: t(`roles.${role}`) })}</p>
      <p>{t('gate.ask')}</p>
      <Link className="button" to={`/sign-in?then=${here}`}>
        {t('gate.signIn')}
      </Link>
    </section>
  )
}
