import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { ImportMeaningsDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Gate } from '../keeping/Gate'
import { focused } from '../shared/focused'
import { Page } from '../shared/Page'
import { Choose } from './Choose'
import styles from './importing.module.css'
import { askedOf, mappingOf, type Pick, type Picks, type Report } from './mapping'
import { Failure, Imported } from './Ended'
import { Matches, verdicts } from './Matches'
import { Outcome } from './Outcome'
import { Running } from './Running'
import { send } from './upload'
import { useJob } from './useJob'
import { Words } from './Words'

const NOTHING: Picks = {}

/** A file comes onto the map: what it would do, what its words mean, what is there already, and back again. */
export function ImportPage() {
  const { t } = useTranslation('importing')
  const { t: say } = useTranslation()
  return (
    <Page title={t('title')} lead={t('lead')} under={{ to: '/keep', text: say('nav.keep') }}>
      <Gate takes="reviewer">
        <Import />
      </Gate>
    </Page>
  )
}

function Import() {
  const { t } = useTranslation('importing')
  const [earlier, remember] = useEarlier()
  const { start, resume, cancel, job, refused, lost, running } = useJob(remember)
  const [file, setFile] = useState<File | null>()
  const [report, setReport] = useState<Report | null>(null)
  const [picks, setPicks] = useState<Picks>(NOTHING)
  const [checked, setChecked] = useState<Picks>(NOTHING)
  const [same, setSame] = useState<Record<string, boolean>>({})
  const asked = askedOf(report?.words ?? [])

  const goOn = useEffectEvent(() => {
    if (earlier) void resume(earlier)
  })
  useEffect(() => goOn(), [])

  /** Only looks at what would happen; the words of the first look stay those that are asked about. */
  async function look(chosen: File, mapping: object, used: Picks) {
    const looked = await start(() => send(chosen, { dryRun: true, mapping, matches: [] }))
    if (looked?.state !== 'DONE' || !looked.report) return
    const words = report?.words ?? looked.report.words
    setReport({ ...looked.report, words })
    setChecked(used)
  }

  /** The first look at a file: as it is, and where its headings tell of columns of names, with these. */
  async function lookFirst(chosen: File) {
    const looked = await start(() => send(chosen, { dryRun: true, mapping: null, matches: [] }))
    if (looked?.state !== 'DONE' || !looked.report) return
    const { words } = looked.report
    const mapping = mappingOf(askedOf(words), NOTHING)
    const isEnough = Object.keys(mapping.columns).length === 0
    const again = isEnough ? looked : await start(() => send(chosen, { dryRun: true, mapping, matches: [] }))
    if (again?.state === 'DONE' && again.report) setReport({ ...again.report, words })
  }

  function choose(chosen: File | null) {
    remember(null)
    setFile(chosen)
    setReport(null)
    setPicks(NOTHING)
    setChecked(NOTHING)
    setSame({})
    if (chosen) void lookFirst(chosen)
  }

  const isEarlier = file === undefined && earlier !== null
  if (!file && !isEarlier) return <Choose isNext={file === null} onChoose={choose} />
  const isOver = !running && job !== null && !job.dryRun
  return (
    <>
      <Chosen file={file?.name ?? job?.file} isOver={isOver} onOther={running ? undefined : () => choose(null)} />
      {running && <Running job={job} lost={lost} onCancel={() => void cancel()} />}
      {!running && <Failure job={job} refused={refused} onAgain={() => choose(file ?? null)} />}
      {isOver && job.state === 'DONE' && <Imported job={job} />}
      {isEarlier && !running && job?.dryRun && job.report && (
        <>
          <output>{t('look.earlier')}</output>
          <Choose isNext={false} onChoose={choose} />
          <Outcome report={job.report} isDone={false} />
        </>
      )}
      {file && !running && !isOver && report && (
        <Looked
          report={report}
          isStale={picks !== checked}
          same={same}
          onDecide={(row, is) => setSame({ ...same, [row]: is })}
          onLook={() => void look(file, mappingOf(asked, picks), picks)}
          onImport={() => void start(() => send(file, { dryRun: false, mapping: asked.length > 0 ? mappingOf(asked, picks) : null, matches: verdicts(report.matches, same) }))}
        >
          <Meanings report={report} picks={picks} onPick={(key, pick) => setPicks({ ...picks, [key]: pick })} />
        </Looked>
      )}
    </>
  )
}

/** The import that the address names, so that whoever loads the page anew finds it again, and the way to name another. */
function useEarlier(): [string | null, (job: string | null) => void] {
  const [address, setAddress] = useSearchParams()
  const name = useCallback((job: string | null) => setAddress(job ? { job } : {}, { replace: true, preventScrollReset: true }), [setAddress])
  return [address.get('job'), name]
}

function Chosen({ file, isOver, onOther }: { file?: string | null; isOver: boolean; onOther?: () => void }) {
  const { t } = useTranslation('importing')
  return (
    <p className="row">
      <strong>{file}</strong>
      {onOther && (
        <button type="button" className="plain" onClick={onOther}>
          {t(isOver ? 'choose.next' : 'choose.other')}
        </button>
      )}
    </p>
  )
}

function Meanings({ report, picks, onPick }: { report: Report; picks: Picks; onPick: (key: string, pick: Pick) => void }) {
  const { t } = useTranslation('importing')
  const { asked: language } = useLanguage()
  const [{ data }] = useQuery({ query: ImportMeaningsDocument, variables: { language } })
  const asked = askedOf(report.words)
  if (asked.length === 0 || !data?.importMeanings) return null
  return (
    <section>
      <h2>{t('words.title')}</h2>
      <p>{t('words.lead')}</p>
      <Words asked={asked} picks={picks} meanings={data.importMeanings} onPick={onPick} />
    </section>
  )
}

interface LookedProps {
  report: Report
  /** Whether something was picked since the last look. */
  isStale: boolean
  same: Record<string, boolean>
  onDecide: (row: string, same: boolean) => void
  onLook: () => void
  onImport: () => void
  children: React.ReactNode
}

function Looked({ report, isStale, same, onDecide, onLook, onImport, children }: LookedProps) {
  const { t } = useTranslation('importing')
  const isNew = [report.elements, report.connections].some(({ created, updated }) => created + updated > 0)
  return (
    <>
      <output ref={focused} tabIndex={-1} className={styles.said}>{t(isStale ? 'look.stale' : isNew ? 'look.lead' : 'look.nothing')}</output>
      {children}
      {isStale ? (
        <button type="button" onClick={onLook}>
          {t('look.again')}
        </button>
      ) : (
        <>
          <Matches matches={report.matches} same={same} onDecide={onDecide} />
          <h2>{t('look.title')}</h2>
          {isNew && (
            <p>
              <button type="button" onClick={onImport}>
                {t('look.import')}
              </button>
            </p>
          )}
          <Outcome report={report} isDone={false} />
        </>
      )}
    </>
  )
}
