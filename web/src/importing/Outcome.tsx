import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { addressOf } from '../shared/naming'
import styles from './importing.module.css'
import type { Report } from './mapping'
import { useTypeName } from './useTypeName'
import { useSentenceOf } from './Words'

const SHOWN = 50
const COUNTS = ['created', 'updated', 'unchanged'] as const

/** What an import did, or would do: in numbers, element by element, and what is wrong. */
export function Outcome({ report, isDone }: { report: Report; isDone: boolean }) {
  return (
    <>
      <Counted report={report} />
      <Problems report={report} />
      <Elements report={report} isDone={isDone} />
      <Connections report={report} />
      <Remarks report={report} />
    </>
  )
}

function Counted({ report }: { report: Report }) {
  const { t } = useTranslation('importing')
  return (
    <table className={styles.counts}>
      <thead>
        <tr>
          <th scope="col">{t('counts.title')}</th>
          {COUNTS.map((count) => (
            <th key={count} scope="col">
              {t(`counts.${count}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(['elements', 'connections'] as const).map((what) => (
          <tr key={what}>
            <th scope="row">{t(`counts.${what}`)}</th>
            {COUNTS.map((count) => (
              <td key={count}>{report[what][count]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Problems({ report }: { report: Report }) {
  const { t } = useTranslation('importing')
  if (report.problemCount === 0) return null
  return (
    <section>
      <h2>{t('problems.title', { count: report.problemCount })}</h2>
      <p>{t('problems.lead')}</p>
      <Told told={report.problems} />
    </section>
  )
}

function Remarks({ report }: { report: Report }) {
  const { t } = useTranslation('importing')
  if (report.remarkCount === 0) return null
  return (
    <details>
      <summary>{t('remarks.title', { count: report.remarkCount })}</summary>
      <Told told={report.remarks} />
    </details>
  )
}

export function Told({ told }: { told: Report['problems'] }) {
  return (
    <ul className={styles.told}>
      {told.slice(0, SHOWN).map(({ where, text }) => (
        <li key={`${where} ${text}`}>
          <strong>{where}</strong>: {text}
        </li>
      ))}
    </ul>
  )
}

function Elements({ report, isDone }: { report: Report; isDone: boolean }) {
  const { t } = useTranslation('importing')
  const typeName = useTypeName()
  const elements = report.changes.filter(({ subject }) => subject.elementId)
  if (elements.length === 0) return null
  return (
    <section>
      <h2>{t(isDone ? 'elements.came' : 'elements.would')}</h2>
      <table className={styles.elements}>
        <thead>
          <tr>
            <th scope="col">{t('elements.name')}</th>
            <th scope="col">{t('elements.type')}</th>
            <th scope="col">{t('elements.place')}</th>
          </tr>
        </thead>
        <tbody>
          {elements.slice(0, SHOWN).map(({ where, action, subject, after, name: known }) => {
            const name = nameIn(after) ?? known ?? subject.elementId!
            return (
              <tr key={subject.elementId}>
                <td>
                  {isDone ? <Link to={addressOf({ id: subject.elementId!, name })}>{name}</Link> : name}
                  {action === 'UPDATED' && <span className="quietly small"> · {t('counts.updated')}</span>}
                </td>
                <td>{subject.label && typeName(subject.label)}</td>
                <td className="quietly small">{where}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {elements.length > SHOWN && <p className="quietly">{t('elements.more', { count: elements.length - SHOWN })}</p>}
    </section>
  )
}

function nameIn(after: unknown): string | undefined {
  return (after as { name?: string } | null)?.name
}

function Connections({ report }: { report: Report }) {
  const { t } = useTranslation('importing')
  const sentence = useSentenceOf()
  const counts = new Map<string, number>()
  for (const { subject } of report.changes) {
    if (subject.link && subject.link !== 'SHOWS') counts.set(subject.link, (counts.get(subject.link) ?? 0) + 1)
  }
  if (counts.size === 0) return null
  return (
    <section>
      <h2>{t('connections.title')}</h2>
      <ul className="tags">
        {[...counts].map(([link, count]) => (
          <li key={link}>
            {sentence({ link })} · {count}
          </li>
        ))}
      </ul>
    </section>
  )
}
