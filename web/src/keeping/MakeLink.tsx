import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { IssueKeeperLinkDocument } from '../gql/graphql'
import { Copy } from '../shared/Copy'
import { useDates } from '../shared/dates'
import { focused } from '../shared/focused'
import { Press } from '../shared/Press'
import styles from './keeping.module.css'
import { linkOf } from './links'
import { Refused } from './Refused'
import { useWrite } from './useWrite'

const DAYS = [7, 30, 90]

interface Made {
  name: string
  address: string
  expires: string
}

interface Props {
  library: string
  /** The link that was ended last, by its name. */
  ended: string | null
}

/** Makes a keeper's link and shows it, this once. */
export function MakeLink({ library, ended }: Props) {
  const { t } = useTranslation('keeping')
  const { write, writing, refusal } = useWrite(IssueKeeperLinkDocument)
  const [days, setDays] = useState(30)
  const [made, setMade] = useState<Made | null>(null)

  async function make(event: FormEvent) {
    event.preventDefault()
    const issued = (await write({ library, days })).done?.issueKeeperLink
    if (issued?.secret) setMade({ name: issued.name!, address: linkOf(library, issued.secret), expires: issued.expires! })
  }

  return (
    <>
      <form className={`row apart ${styles.line}`} onSubmit={(event) => void make(event)}>
        <label className={styles.field}>
          {t('links.holds')}
          <select value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {DAYS.map((count) => (
              <option key={count} value={count}>
                {t('links.days', { count })}
              </option>
            ))}
          </select>
        </label>
        <Press type="submit" busy={writing}>
          {t('links.make')}
        </Press>
      </form>
      <Refused refusal={refusal} />
      {made && made.name !== ended && <Shown key={made.name} {...made} />}
    </>
  )
}

function Shown({ address, expires }: Omit<Made, 'name'>) {
  const { t } = useTranslation('keeping')
  const dated = useDates()
  return (
    <section className="card apart">
      <label className={styles.field}>
        {t('links.address')}
        <input ref={focused} readOnly value={address} onFocus={(event) => event.target.select()} />
      </label>
      <p className="small">{t('links.once', { date: dated(expires.slice(0, 10)) })}</p>
      <div className="row">
        <Copy text={() => address} />
      </div>
    </section>
  )
}
