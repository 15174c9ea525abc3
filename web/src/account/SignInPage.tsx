import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'

import { OF_STATUS, type Trouble } from '../api/errors'
import { key } from '../api/key'
import { Page } from '../shared/Page'
import { ByAccount } from './ByAccount'
import { providerHere } from './provider'

/** Signs in with an account of the provider, or with a key of the service, for as long as this tab is open. */
export function SignInPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [parameters] = useSearchParams()
  const provider = providerHere()

  async function enter(secret: string, then: string | null) {
    key.keep(secret)
    await navigate(backTo(then), { replace: true })
    location.reload() // what was read without the key is forgotten with the page
  }

  return (
    <Page title={t('nav.signIn')}>
      {provider && <ByAccount provider={provider} then={backTo(parameters.get('then'))} onToken={enter} />}
      <ByKey onKey={(typed) => enter(typed, parameters.get('then'))} />
    </Page>
  )
}

function ByKey({ onKey }: { onKey: (key: string) => Promise<void> }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [trouble, setTrouble] = useState<Trouble | null>(null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = await troubleWith(typed.trim())
    setTrouble(found)
    if (!found) await onKey(typed.trim())
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <p>{t('signIn.lead')}</p>
      <p>
        <label htmlFor="key">{t('signIn.key')}</label>
        <br />
        <input id="key" type="password" autoComplete="current-password" required value={typed} onChange={(event) => setTyped(event.target.value)} />
      </p>
      {trouble && (
        <p role="alert">
          {trouble !== 'signIn' && t(`errors.${trouble}`)} {t(`errors.mend.${trouble}`)}
        </p>
      )}
      <button type="submit">{t('nav.signIn')}</button>
    </form>
  )
}

/** Why nobody can sign in with a key now, if so; what a header cannot hold is no key. */
async function troubleWith(secret: string): Promise<Trouble | null> {
  if (!/^[\x21-\x7e]+$/.test(secret)) return 'signIn'
  const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' }
  try {
    const answer = await fetch('graphql', { method: 'POST', headers, body: '{"query":"{__typename}"}' })
    return OF_STATUS[answer.status] ?? null
  } catch {
    return 'offline'
  }
}

/** A page of the explorer, and no other host. */
function backTo(address: string | null): string {
  return address && /^\/(?!\/)/.test(address) ? address : '/'
}
