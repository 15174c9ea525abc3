import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { DuplicatesDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { type Deed, Done } from './Done'
import { DuplicateCard } from './DuplicateCard'
import { type Pair, pairOf, shown } from './duplicates'
import { Gate } from './Gate'
import styles from './keeping.module.css'
import { OfElement } from './OfElement'
import { KeepingPage } from './KeepingPage'
import { Pages } from './Pages'

/** What may be one and the same, side by side. */
export function DuplicatesPage() {
  return (
    <KeepingPage of="duplicates">
      <Gate takes="reader">
        <Narrow />
        <Duplicates />
      </Gate>
    </KeepingPage>
  )
}

function Narrow() {
  const { t } = useTranslation('keeping')
  const [parameters, setParameters] = useSearchParams()
  const sequence = parameters.get('sequence')
  if (sequence) {
    return (
      <p className="row">
        {t('duplicates.sequence', { sequence })} <Link to="/keep/duplicates">{t('duplicates.all')}</Link>
      </p>
    )
  }
  return (
    <OfElement label={t('duplicates.of')} id={parameters.get('of')} onChoose={(of) => setParameters(of ? { of } : {}, { replace: true })} />
  )
}

interface Decided extends Deed {
  pair: Pair
}

function Duplicates() {
  const { t } = useTranslation('keeping')
  const { asked } = useLanguage()
  const [parameters] = useSearchParams()
  const sequence = Number(parameters.get('sequence')) || null
  const variables = { of: parameters.get('of'), sequence, after: parameters.get('after'), language: asked }
  const query = useQuery({ query: DuplicatesDocument, variables })
  const [deed, setDeed] = useState<Decided | null>(null)
  const [decided, setDecided] = useState<Pair[]>([])
  const [undone, setUndone] = useState<Pair[]>([])

  function remember(pair: Pair, isUndone: boolean) {
    const others = (pairs: Pair[]) => pairs.filter(({ key }) => key !== pair.key)
    setDecided(isUndone ? others(decided) : [...others(decided), pair])
    setUndone(isUndone ? [...others(undone), pair] : others(undone))
  }

  return (
    <>
      <Done deed={deed} onUndone={(isUndone) => remember(deed!.pair, isUndone)} />
      <Asked query={query} waiting={t('duplicates.waiting')}>
        {({ duplicates }) => {
          const answered = (duplicates?.nodes ?? []).map(pairOf).filter((pair) => pair !== null)
          const pairs = shown(answered, decided, undone)
          return (
            <>
              {pairs.length === 0 && <p className="notice">{t('duplicates.none')}</p>}
              <ol className={styles.cards}>
                {pairs.map((pair) => (
                  <DuplicateCard
                    key={pair.key}
                    pair={pair}
                    onDecided={(done) => {
                      setDeed({ ...done, pair })
                      remember(pair, false)
                    }}
                  />
                ))}
              </ol>
              <Pages {...duplicates?.pageInfo} />
            </>
          )
        }}
      </Asked>
    </>
  )
}
