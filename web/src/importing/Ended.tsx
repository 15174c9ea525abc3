import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CombinedError } from 'urql'

import { Done } from '../keeping/Done'
import { Failed } from '../shared/Asked'
import { focused } from '../shared/focused'
import { Outcome, Told } from './Outcome'
import type { Job } from './useJob'

/** What has come onto the map, with a press to take it back; what is undone is not listed. */
export function Imported({ job }: { job: Job }) {
  const { t } = useTranslation('importing')
  const text = t('done.text', { file: job.file })
  const [isUndone, setUndone] = useState(false)
  return (
    <>
      <Done deed={{ text, sequence: job.sequence }} onUndone={setUndone} />
      {!isUndone && (
        <>
          <p>
            <Link to={`/keep/duplicates?sequence=${job.sequence}`}>{t('done.duplicates')}</Link>
          </p>
          {job.report && <Outcome report={job.report} isDone />}
        </>
      )}
    </>
  )
}

/** Why nothing has come, where it has not. */
export function Failure({ job, refused, onAgain }: { job: Job | null; refused: CombinedError | null; onAgain: () => void }) {
  const { t } = useTranslation('importing')
  if (refused) {
    return (
      <div ref={focused} tabIndex={-1}>
        <Failed error={refused} onAgain={onAgain} />
      </div>
    )
  }
  if (!job || job.state === 'DONE') return null
  return (
    <section ref={focused} tabIndex={-1} role="alert" className="notice">
      <h2>{t(`ended.${job.state === 'CANCELLED' ? 'cancelled' : 'failed'}`)}</h2>
      <p>{job.error}</p>
      {job.report && <Told told={job.report.problems} />}
      <button type="button" onClick={onAgain}>
        {t('ended.again')}
      </button>
    </section>
  )
}
