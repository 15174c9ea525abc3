import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { UndoDocument, WriteEntriesDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { Press } from '../shared/Press'
import { Changes } from './Changes'
import type { Deed } from './Done'
import styles from './keeping.module.css'
import type { Write } from './LogPage'
import { Refused } from './Refused'
import { useWrite } from './useWrite'

/** One write: who, when, why, what it did first, and all of it when asked. */
export function WriteCard({ write, onUndone }: { write: Write; onUndone: (deed: Deed) => void }) {
  const { t } = useTranslation('keeping')
  const [all, setAll] = useState(false)
  return (
    <li className="card">
      <Facts write={write} />
      {write.note && <blockquote className={styles.note}>{write.note}</blockquote>}
      {all ? <Entries sequence={write.sequence} /> : <Changes changes={write.changes} brief />}
      <div className="row">
        {!all && (write.records > write.changes.length || write.changes.some(({ action }) => action === 'CREATED')) && (
          <button type="button" className="plain" onClick={() => setAll(true)}>
            {t('log.all', { count: write.records })}
          </button>
        )}
        {write.status === 'APPLIED' && write.reason !== 'seed' && <Undo write={write} onUndone={onUndone} />}
      </div>
    </li>
  )
}

function Facts({ write }: { write: Write }) {
  const { t } = useTranslation('keeping')
  const { locale } = useLanguage()
  const facts = [
    new Date(write.at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' }),
    t(`doors.${write.door as 'cli'}`, { defaultValue: write.door }),
    t('log.records', { count: write.records }),
    write.refers && t('log.refers', { sequence: write.refers }),
    write.status !== 'APPLIED' && t(`statuses.${write.status}`),
  ]
  return (
    <>
      <h2 className={styles.title}>
        {write.sequence}. {t(`reasons.${write.reason as 'undo'}`, { defaultValue: write.reason })}: {write.by}
      </h2>
      <p className="small quietly">{facts.filter(Boolean).join(' · ')}</p>
    </>
  )
}

function Undo({ write: { sequence }, onUndone }: { write: Write; onUndone: (deed: Deed) => void }) {
  const { t } = useTranslation('keeping')
  const { write, writing, refusal } = useWrite(UndoDocument)

  async function press() {
    const { done } = await write({ sequence })
    if (done) onUndone({ text: t('log.undone', { sequence }), sequence: done.undo?.sequence, undone: true, left: done.undo?.left?.length })
  }

  return (
    <>
      <Press className="quiet" busy={writing} onPress={() => void press()}>
        {t('undo.press')} <span className="only-read">{sequence}</span>
      </Press>
      <Refused refusal={refusal} />
    </>
  )
}

function Entries({ sequence }: { sequence: number }) {
  const { t } = useTranslation('keeping')
  const [after, setAfter] = useState<string | null>(null)
  const query = useQuery({ query: WriteEntriesDocument, variables: { sequence, after } })
  return (
    <Asked query={query} waiting={t('log.waiting')}>
      {({ writeEntries: entries }) => (
        <>
          <Changes changes={entries?.nodes ?? []} />
          {entries?.pageInfo.hasNextPage && (
            <button type="button" className="plain" onClick={() => setAfter(entries.pageInfo.endCursor ?? null)}>
              {t('pages.next')}
            </button>
          )}
        </>
      )}
    </Asked>
  )
}
