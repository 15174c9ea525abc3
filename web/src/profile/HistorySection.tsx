import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'

const History = lazy(async () => ({ default: (await import('../keeping')).History }))

/** What became of an element; read when it is opened. */
export function HistorySection({ of }: { of: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <details className="card no-print" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('profile.history')}</summary>
      {open && (
        <Suspense fallback={<p className="quietly">{t('profile.historyWaiting')}</p>}>
          <History of={of} />
        </Suspense>
      )}
    </details>
  )
}
