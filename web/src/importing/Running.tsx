import { useTranslation } from 'react-i18next'

import { focused } from '../shared/focused'
import type { Job } from './useJob'

/** How far an import is, and a press to end it. */
export function Running({ job, lost, onCancel }: { job: Job | null; lost: boolean; onCancel: () => void }) {
  const { t } = useTranslation('importing')
  const said = lost ? 'lost' : !job ? 'sending' : job.total === null || job.total === undefined ? 'reading' : job.dryRun ? 'comparing' : 'writing'
  return (
    <section ref={focused} tabIndex={-1} className="card">
      <output>{t(`running.${said}`)}</output>
      <div className="row">
        <progress aria-label={t('running.label')} max={job?.total ?? 1} value={job?.total && job.done < job.total ? job.done : undefined} />
        {job?.total ? <span className="quietly small">{t('running.rows', { done: job.done, count: job.total })}</span> : null}
        {job && (
          <button type="button" className="quiet" onClick={onCancel}>
            {t('running.cancel')}
          </button>
        )}
      </div>
    </section>
  )
}
