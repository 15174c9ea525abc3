import { lazy, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Part } from '../shared/Part'

const History = lazy(async () => ({ default: (await import('../keeping')).History }))

/** What became of an element; read when it is opened. */
export function HistorySection({ of }: { of: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <details className="card no-print" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('profile.history')}</summary>
      {open && (
        <Part waiting={t('profile.historyWaiting')}>
          <History of={of} />
        </Part>
      )}
    </details>
  )
}
