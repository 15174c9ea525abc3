import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'

import { Failure, Imported } from '../importing/Ended'
import { Matches, verdicts } from '../importing/Matches'
import { Outcome } from '../importing/Outcome'
import { Running } from '../importing/Running'
import { useJob } from '../importing/useJob'
import { Press } from '../shared/Press'
import { drawIn } from './drawIn'
import styles from './maps.module.css'

/** A map of another Spojenci: what it would bring, what of it is here already, and it on this map. */
export function DrawIn() {
  const { t } = useTranslation('maps')
  const client = useClient()
  const { start, cancel, job, refused, lost, running } = useJob()
  const [address, setAddress] = useState('')
  /** The address that was looked at last: what is decided then is of that one. */
  const [looked, setLooked] = useState('')
  const [same, setSame] = useState<Record<string, boolean>>({})
  const isDone = !running && job?.state === 'DONE'
  const report = isDone && job.dryRun && address.trim() === looked ? job.report : null

  function draw(dryRun: boolean) {
    if (dryRun) setLooked(address.trim())
    const matches = dryRun || !report ? [] : verdicts(report.matches, same)
    void start(() => drawIn(client, { address: address.trim(), dryRun, matches }))
  }

  function look(event: FormEvent) {
    event.preventDefault()
    setSame({})
    draw(true)
  }

  return (
    <>
      <form className={styles.form} onSubmit={look}>
        <label className={styles.field}>
          {t('draw.address')}
          <input type="url" required value={address} placeholder="https://mapy.example.cz" readOnly={running} onChange={({ target }) => setAddress(target.value)} />
        </label>
        <div>
          <Press type="submit" className={report ? 'quiet' : undefined} busy={running}>
            {t('draw.look')}
          </Press>
        </div>
      </form>
      {running && <Running job={job} lost={lost} onCancel={() => void cancel()} />}
      {!running && <Failure job={job} refused={refused} onAgain={() => draw(true)} />}
      {report && (
        <>
          <Matches matches={report.matches} same={same} onDecide={(row, is) => setSame({ ...same, [row]: is })} />
          <h3>{t('draw.would')}</h3>
          <p>
            <button type="button" onClick={() => draw(false)}>
              {t('draw.press')}
            </button>
          </p>
          <Outcome report={report} isDone={false} />
        </>
      )}
      {isDone && !job.dryRun && <Imported job={job} />}
    </>
  )
}
