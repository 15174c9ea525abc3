import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CombinedError } from 'urql'

import { useHere } from '../account/useHere'
import { lackedBy, requestIdOf, troubleOf } from '../api/errors'
import { key } from '../api/key'
import { ToSignIn } from '../account/ToSignIn'
import { useMend } from './useMend'

interface Props<T> {
  /** What the API has answered so far, and the way to ask it again: what `useQuery` gives. */
  query: [answer: { data?: T; fetching: boolean; error?: CombinedError }, ask: (options: { requestPolicy: 'network-only' }) => void]
  /** What is going on, for the eyes and for screen readers. */
  waiting: string
  children: (data: T) => ReactNode
}

/** What an answer holds; before it is there, that it is under way, and when it fails, why and what to do. */
export function Asked<T>({ query: [answer, ask], waiting, children }: Props<T>) {
  if (answer.error && holdsNothing(answer.data)) return <Failed error={answer.error} onAgain={() => ask({ requestPolicy: 'network-only' })} />
  if (!answer.data || answer.fetching) {
    return <output className="notice quietly">{waiting}</output>
  }
  return (
    <>
      {answer.error && <Lacking error={answer.error} onAgain={() => ask({ requestPolicy: 'network-only' })} />}
      {children(answer.data)}
    </>
  )
}

/** Whether nothing came, or null for all that was asked. */
function holdsNothing(data: unknown): boolean {
  const fields = Object.entries(data ?? {}).filter(([name]) => name !== '__typename')
  return fields.every(([, value]) => value === null)
}

/** Parts of answers by what the page calls them. */
const PARTS = ['sections', 'partners'] as const

/** That not all of an answer came: what is missing, why, and what to do. */
function Lacking({ error, onAgain }: { error: CombinedError; onAgain: () => void }) {
  const { t, i18n } = useTranslation()
  const mend = useMend()
  const isText = (text: string): text is 'sections.topics' => i18n.exists(text)
  const named = lackedBy(error).flatMap((way) => way.flatMap((name) => PARTS.map((part) => `${part}.${name}`)).filter(isText).slice(0, 1))
  const parts = [...new Set(named)].map((text) => t(text))
  return (
    <section role="alert" className="notice no-print">
      <p>
        {parts.length > 0 ? t('errors.lacking', { parts: parts.join(', ') }) : t('errors.partly')} {t(`errors.${troubleOf(error)}`)} {mend(error)}
      </p>
      <button type="button" className="quiet" onClick={onAgain}>
        {t('errors.again')}
      </button>
    </section>
  )
}

/** What went wrong, and what to do. */
export function Failed({ error, onAgain }: { error: CombinedError; onAgain: () => void }) {
  const { t } = useTranslation()
  const trouble = troubleOf(error)
  const id = requestIdOf(error)
  const mend = useMend()
  const here = useHere()
  const signedIn = key.use()

  function again({ currentTarget }: MouseEvent) {
    currentTarget.closest('main')?.focus({ preventScroll: true }) // the button goes, and the focus would with it
    onAgain()
  }

  return (
    <section role="alert" className="notice">
      <h2>{t(`errors.${trouble}`)}</h2>
      {trouble === 'input' && <p>{error.graphQLErrors[0]?.message}</p>}
      <p>{mend(error)}</p>
      {trouble === 'bug' && id && <p className="quietly small">{t('errors.request', { id })}</p>}
      {trouble === 'signIn' && signedIn !== 'yes' && <ToSignIn className="button" />}
      {trouble === 'forbidden' && (
        <Link className="button" to={`/sign-in?then=${here}`}>
          {t('signIn.otherwise')}
        </Link>
      )}
      {trouble === 'renewed' && (
        <button type="button" onClick={() => location.reload()}>
          {t('errors.reload')}
        </button>
      )}
      {(trouble === 'signIn' ? signedIn === 'yes' : trouble !== 'forbidden' && trouble !== 'renewed') && (
        <button type="button" onClick={again}>
          {t('errors.again')}
        </button>
      )}
    </section>
  )
}
