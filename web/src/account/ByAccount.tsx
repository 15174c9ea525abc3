import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Provider } from './provider'

interface Props {
  provider: Provider
  /** Where to go when somebody has signed in. */
  then: string
  onToken: (token: string, address: string) => void
}

/** Leads to the provider, and takes over whom it sends back. */
export function ByAccount({ provider, then, onToken }: Props) {
  const { t } = useTranslation()
  const [failed, setFailed] = useState(false)
  const back = new URLSearchParams(location.search).has('state')

  const arrived = useEffectEvent(async () => {
    const { arrive } = await import('./oidc')
    const { token, address } = await arrive(provider)
    onToken(token, address)
  })
  useEffect(() => {
    if (back) arrived().catch(() => setFailed(true))
  }, [back])

  async function press() {
    try {
      const { leave } = await import('./oidc')
      await leave(provider, then)
    } catch {
      setFailed(true)
    }
  }

  if (back && !failed) return <output>{t('signIn.arriving')}</output>
  return (
    <section>
      {failed && <p role="alert">{t('signIn.failed')}</p>}
      <p>
        <button type="button" onClick={() => void press()}>
          {t('signIn.account', { host: new URL(provider.authority).host })}
        </button>
      </p>
    </section>
  )
}
