import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'

import { key } from '../api/key'
import { useTitle } from '../shared/useTitle'

/** Signs in with a key of the service, for as long as this tab is open. */
export function SignInPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [parameters] = useSearchParams()
  const [typed, setTyped] = useState('')
  const [refused, setRefused] = useState(false)
  useTitle(t('nav.signIn'))

  async function submit(event: FormEvent) {
    event.preventDefault()
    const headers = { Authorization: `Bearer ${typed.trim()}`, 'Content-Type': 'application/json' }
    const answer = await fetch('graphql', { method: 'POST', headers, body: '{"query":"{__typename}"}' })
    if (answer.status === 401) return setRefused(true)
    key.keep(typed.trim())
    await navigate(backTo(parameters.get('then')), { replace: true })
    location.reload() // what was read without the key is forgotten with the page
  }

  return (
    <form className="notice" onSubmit={(event) => void submit(event)}>
      <h1>{t('nav.signIn')}</h1>
      <p>{t('signIn.lead')}</p>
      <p>
        <label htmlFor="key">{t('signIn.key')}</label>
        <br />
        <input id="key" type="password" autoComplete="current-password" required value={typed} onChange={(event) => setTyped(event.target.value)} />
      </p>
      {refused && <p role="alert">{t('errors.mend.signIn')}</p>}
      <button type="submit">{t('nav.signIn')}</button>
    </form>
  )
}

/** A page of the explorer, and no other host. */
function backTo(address: string | null): string {
  return address && /^\/(?!\/)/.test(address) ? address : '/'
}
