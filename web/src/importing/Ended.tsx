import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { Done } from '../keeping/Done'
import { focused } from '../shared/focused'
import { Outcome, Told } from './Outcome'
import type { Refused } from './upload'
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
export function Failure({ job, refused, onAgain }: { job: Job | null; refused: Refused | null; onAgain: () => void }) {
  const { t } = useTranslation('importing')
  const { t: say } = useTranslation()
  const failed = refused ?? (job && job.state !== 'DONE' ? job : null)
  if (!failed) return null
  const state = job?.state === 'CANCELLED' ? 'cancelled' : 'failed'
  return (
    <section ref={focused} tabIndex={-1} role="alert" className="notice">
      <h2>{refused ? say(refused.trouble === 'tooLarge' ? 'errors.input' : `errors.${refused.trouble}`) : t(`ended.${state}`)}</h2>
      <p>{refused?.message ?? job?.error}</p>
      {refused && refused.trouble !== 'tooLarge' && <p>{say(`errors.mend.${refused.trouble}`)}</p>}
      {job?.report && <Told told={job.report.problems} />}
      <button type="button" onClick={onAgain}>
        {t('ended.again')}
      </button>
    </section>
  )
}
