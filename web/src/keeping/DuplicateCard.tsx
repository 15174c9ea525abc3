import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useMe } from '../account/useMe'
import { MergeDocument, NotTheSameDocument, type WriteStatus } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Press } from '../shared/Press'
import { nameOf } from '../shared/naming'
import { Comparison } from './Comparison'
import type { Deed } from './Done'
import type { Pair } from './duplicates'
import styles from './keeping.module.css'
import { Refused } from './Refused'
import { useWrite } from './useWrite'

interface Props {
  pair: Pair
  onDecided: (deed: Deed) => void
}

/** Two that may be one: why, what each has, which one stays. */
export function DuplicateCard({ pair, onDecided }: Props) {
  const { t } = useTranslation('keeping')
  const { language } = useLanguage()
  const { may } = useMe()
  const [kept, keep] = useState(pair.twins[0].id)
  const names = pair.twins.map((twin) => nameOf(twin, language))
  return (
    <li className="card">
      <h2 className={styles.title}>{t('duplicates.pair', { one: names[0], other: names[1] })}</h2>
      <p className="small quietly">{[t('duplicates.score', { percent: pair.percent }), ...pair.reasons].join(' · ')}</p>
      <Comparison pair={pair} kept={kept} onKeep={keep} />
      {may('contributor') && <Decision pair={pair} kept={kept} onDecided={onDecided} />}
    </li>
  )
}

function Decision({ pair, kept, onDecided }: Props & { kept: string }) {
  const { t } = useTranslation('keeping')
  const { language } = useLanguage()
  const merging = useWrite(MergeDocument)
  const parting = useWrite(NotTheSameDocument)
  const busy = merging.writing || parting.writing
  const [one, other] = pair.twins
  const stays = kept === one.id ? one : other
  const goes = kept === one.id ? other : one

  function tell(what: 'merged' | 'parted', status: WriteStatus | null | undefined, sequence: number | null | undefined) {
    const names = { kept: nameOf(stays, language), gone: nameOf(goes, language) }
    if (status === 'PROPOSED') onDecided({ text: t('suggest.proposed', { sequence }) })
    else onDecided({ text: t(`duplicates.${what}`, names), sequence })
  }

  async function merge() {
    const { done } = await merging.write({ keep: stays.id, gone: [goes.id] })
    if (done) tell('merged', done.merge?.status, done.merge?.sequence)
  }

  async function part() {
    const { done } = await parting.write({ input: [{ one: one.id, other: other.id }] })
    const outcome = done?.notTheSame?.outcomes[0]
    if (outcome) tell('parted', outcome.status, outcome.sequence)
  }

  return (
    <>
      <div className="row">
        <Press busy={busy} onPress={() => void merge()}>
          {t('duplicates.merge')} <span className="only-read">{pair.key}</span>
        </Press>
        <Press className="quiet" busy={busy} onPress={() => void part()}>
          {t('duplicates.part')} <span className="only-read">{pair.key}</span>
        </Press>
      </div>
      <Refused refusal={merging.refusal ?? parting.refusal} />
    </>
  )
}
