import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { DuplicatesDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { useTitle } from '../shared/useTitle'
import { type Deed, Done } from './Done'
import { DuplicateCard } from './DuplicateCard'
import { type Pair, pairOf } from './duplicates'
import { Gate } from './Gate'
import styles from './keeping.module.css'
import { OfElement } from './OfElement'
import { Pages } from './Pages'

/** What may be one and the same, side by side. */
export function DuplicatesPage() {
  const { t } = useTranslation('keeping')
  useTitle(t('duplicates.title'))
  return (
    <>
      <h1>{t('duplicates.title')}</h1>
      <p>{t('duplicates.lead')}</p>
      <Gate takes="reader">
        <Narrow />
        <Duplicates />
      </Gate>
    </>
  )
}

function Narrow() {
  const { t } = useTranslation('keeping')
  const [parameters, setParameters] = useSearchParams()
  return (
    <OfElement label={t('duplicates.of')} id={parameters.get('of')} onChoose={(of) => setParameters(of ? { of } : {}, { replace: true })} />
  )
}

interface Decided extends Deed {
  pair: string
}

function Duplicates() {
  const { t } = useTranslation('keeping')
  const { asked } = useLanguage()
  const [parameters] = useSearchParams()
  const variables = { of: parameters.get('of'), after: parameters.get('after'), language: asked }
  const [answer, ask] = useQuery({ query: DuplicatesDocument, variables })
  const [deed, setDeed] = useState<Decided | null>(null)
  const [decided, setDecided] = useState<string[]>([])

  function remember(pair: string, gone: boolean) {
    // The service works the list out anew at most every half a minute; what is decided leaves it at once.
    setDecided(gone ? [...decided, pair] : decided.filter((each) => each !== pair))
  }

  return (
    <>
      <Done deed={deed} onUndone={(undone) => remember(deed!.pair, !undone)} />
      <Asked answer={answer} waiting={t('duplicates.waiting')} onAgain={() => ask({ requestPolicy: 'network-only' })}>
        {({ duplicates }) => {
          const pairs = (duplicates?.nodes ?? []).map(pairOf).filter((pair): pair is Pair => pair !== null && !decided.includes(pair.key))
          return (
            <>
              {pairs.length === 0 && <p className="notice">{t('duplicates.none')}</p>}
              <ol className={styles.cards}>
                {pairs.map((pair) => (
                  <DuplicateCard
                    key={pair.key}
                    pair={pair}
                    onDecided={(done) => {
                      setDeed({ ...done, pair: pair.key })
                      remember(pair.key, true)
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
