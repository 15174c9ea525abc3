import { Component, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'

import { isUnloaded } from '../api/errors'

/** A part of a page that is loaded when it is shown. Where it does not come, the rest of the page stays, with what is typed on it. */
export function Part({ waiting, children }: { waiting?: string; children: ReactNode }) {
  return (
    <Guard>
      <Suspense fallback={waiting && <p className="quietly">{waiting}</p>}>{children}</Suspense>
    </Guard>
  )
}

/** That a part of the page did not come, and what to do. */
export function Unloaded() {
  const { t } = useTranslation()
  return (
    <section role="alert" className="notice no-print">
      <p>
        {t('errors.unloaded')} {t('errors.mend.unloaded')}
      </p>
      <button type="button" className="quiet" onClick={() => location.reload()}>
        {t('errors.reload')}
      </button>
    </section>
  )
}

class Guard extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    if (!isUnloaded(this.state.error)) throw this.state.error
    return <Unloaded />
  }
}
