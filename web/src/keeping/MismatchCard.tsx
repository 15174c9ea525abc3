import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useSentence } from '../explore/useSentence'
import { type MismatchVerdict, type NamedFragment, SettleDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { ElementLink } from '../shared/ElementLink'
import { Press } from '../shared/Press'
import { SourceNames } from '../shared/SourceNames'
import { useProperties } from '../shared/words'
import { textOf } from './changes'
import type { Deed } from './Done'
import styles from './keeping.module.css'
import { type Mismatch, VERDICTS } from './MismatchesPage'
import { Refused } from './Refused'
import { useWrite } from './useWrite'

interface Props {
  mismatch: Mismatch
  named: (id: string | null) => NamedFragment | null
  onSettled: (deed: Deed) => void
}

/** One difference: what stands here, what the source says, and who is wrong. */
export function MismatchCard({ mismatch, named, onSettled }: Props) {
  const { t } = useTranslation('keeping')
  const { locale } = useLanguage()
  const properties = useProperties()
  const heading = useId()
  const { property, here, there, source, at, verdict, note } = mismatch
  return (
    <li className="card" aria-labelledby={heading}>
      <h2 id={heading} className={styles.title}>
        <About mismatch={mismatch} named={named} /> · {properties(property)}
      </h2>
      <dl className={styles.differences}>
        <div>
          <dt>{t('mismatches.here')}</dt>
          <dd>{textOf(here) ?? t('nothing')}</dd>
        </div>
        <div>
          <dt>
            <SourceNames ids={[source]} />
          </dt>
          <dd>{textOf(there) ?? t('nothing')}</dd>
        </div>
      </dl>
      <p className="small quietly">
        {[new Date(at).toLocaleDateString(locale), verdict && t(`mismatches.verdicts.${verdict}`), note].filter(Boolean).join(' · ')}
      </p>
      <Verdict mismatch={mismatch} onSettled={onSettled} />
    </li>
  )
}

function About({ mismatch: { subject }, named }: Pick<Props, 'mismatch' | 'named'>) {
  const sentence = useSentence({ nodes: { get: (id) => named(id) ?? undefined } })
  const { link, from, to, elementId } = subject
  if (link && from && to) return sentence({ type: link, from, to })
  const element = named(elementId ?? null)
  return element ? <ElementLink element={element} /> : elementId
}

function Verdict({ mismatch: { id }, onSettled }: Pick<Props, 'mismatch' | 'onSettled'>) {
  const { t } = useTranslation('keeping')
  const [note, setNote] = useState('')
  const { write, writing, refusal } = useWrite(SettleDocument)

  async function settle(verdict: MismatchVerdict) {
    const { done } = await write({ id, verdict, note: note.trim() || null })
    if (done) onSettled({ text: t('mismatches.settled', { verdict: t(`mismatches.verdicts.${verdict}`) }), sequence: done.settleMismatch?.sequence })
  }

  return (
    <>
      <label className={styles.field}>
        {t('proposals.note')}
        <input value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <div className="row">
        {VERDICTS.map((verdict) => (
          <Press key={verdict} className="quiet" busy={writing} onPress={() => void settle(verdict)}>
            {t(`mismatches.press.${verdict}`)}
          </Press>
        ))}
      </div>
      <Refused refusal={refusal} />
    </>
  )
}
