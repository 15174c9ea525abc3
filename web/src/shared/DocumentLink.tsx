import { type MouseEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CombinedError } from 'urql'

import { ToSignIn } from '../account/ToSignIn'
import { troubleOf } from '../api/errors'
import { key } from '../api/key'
import { ask, fileNameOf } from '../api/rest'
import { save } from './save'
import { useMend } from './useMend'

interface Props {
  href: string
  className?: string
  rel?: string
  children: ReactNode
}

/** A document of the service. A link carries no key, so whoever has signed in gets it as a file, with what is theirs to see. */
export function DocumentLink({ href, className, rel, children }: Props) {
  const { t } = useTranslation()
  const mend = useMend()
  const signedIn = key.use() === 'yes'
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CombinedError | null>(null)

  async function fetchIt() {
    setBusy(true)
    const answer = await ask(href)
    setError(answer instanceof CombinedError ? answer : null)
    if (!(answer instanceof CombinedError)) save(await answer.blob(), fileNameOf(answer))
    setBusy(false)
  }

  function press(event: MouseEvent) {
    if (!signedIn) return
    event.preventDefault()
    if (!busy) void fetchIt()
  }

  return (
    <>
      <a className={className} href={href} rel={rel} aria-busy={busy || undefined} onClick={press}>
        {children}
      </a>
      {busy && <output className="small quietly">{t('take.fetching')}</output>}
      {error && (
        <span role="alert" className="small">
          {t(`errors.${troubleOf(error)}`)} {mend(error)} {troubleOf(error) === 'signIn' && <ToSignIn />}
        </span>
      )}
    </>
  )
}
