import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { MismatchesDocument, type MismatchesQuery, type MismatchVerdict } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { useNamed } from '../shared/useNamed'
import { namedIn } from './changes'
import { type Deed, Done } from './Done'
import { Gate } from './Gate'
import styles from './keeping.module.css'
import { MismatchCard } from './MismatchCard'
import { KeepingPage } from './KeepingPage'
import { Pages } from './Pages'

export type Mismatch = NonNullable<MismatchesQuery['mismatches']>['nodes'][number]

export const VERDICTS: MismatchVerdict[] = ['WRONG_HERE', 'WRONG_THERE', 'BOTH_WRONG', 'MEANT_SO']

/** Where a register or a newer file says something else than people: who is wrong? */
export function MismatchesPage() {
  return (
    <KeepingPage of="mismatches">
      <Gate takes="reviewer">
        <Mismatches />
      </Gate>
    </KeepingPage>
  )
}

function Mismatches() {
  const { t } = useTranslation('keeping')
  const [parameters, setParameters] = useSearchParams()
  const verdict = VERDICTS.find((one) => one === parameters.get('verdict')) ?? null
  const query = useQuery({ query: MismatchesDocument, variables: { verdict, after: parameters.get('after') } })
  const [deed, setDeed] = useState<Deed | null>(null)
  return (
    <>
      <label className={styles.field}>
        {t('mismatches.shown')}
        <select value={verdict ?? ''} onChange={(event) => setParameters(event.target.value ? { verdict: event.target.value } : {})}>
          <option value="">{t('mismatches.waitingForVerdict')}</option>
          {VERDICTS.map((one) => (
            <option key={one} value={one}>
              {t(`mismatches.verdicts.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <Done deed={deed} />
      <Asked query={query} waiting={t('mismatches.waiting')}>
        {({ mismatches }) => (
          <>
            <List mismatches={mismatches?.nodes ?? []} onSettled={setDeed} />
            <Pages {...mismatches?.pageInfo} />
          </>
        )}
      </Asked>
    </>
  )
}

function List({ mismatches, onSettled }: { mismatches: Mismatch[]; onSettled: (deed: Deed) => void }) {
  const { t } = useTranslation('keeping')
  const ids = useMemo(() => namedIn(mismatches), [mismatches])
  const named = useNamed(ids)
  if (mismatches.length === 0) return <p className="notice">{t('mismatches.none')}</p>
  return (
    <ol className={styles.cards}>
      {mismatches.map((mismatch) => (
        <MismatchCard key={mismatch.id} mismatch={mismatch} named={named} onSettled={onSettled} />
      ))}
    </ol>
  )
}
