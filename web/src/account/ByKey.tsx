import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { OF_STATUS, type Trouble } from '../api/errors'

/** Asks for a key of the service, and hands on one that it takes. */
export function ByKey({ onKey }: { onKey: (key: string) => void }) {
  const { t } = useTranslation()
  const id = useId()
  const [typed, setTyped] = useState('')
  const [trouble, setTrouble] = useState<Trouble | null>(null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    event.stopPropagation() // React passes it on to a form around the button that opens this, wherever on the page this stands
    const found = await troubleWith(typed.trim())
    setTrouble(found)
    if (!found) onKey(typed.trim())
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <p>{t('signIn.lead')}</p>
      <p>
        <label htmlFor={id}>{t('signIn.key')}</label>
        <br />
        <input id={id} type="password" autoComplete="current-password" required value={typed} onChange={(event) => setTyped(event.target.value)} />
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
