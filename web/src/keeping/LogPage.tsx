import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { WritesDocument, type WritesQuery } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { useTitle } from '../shared/useTitle'
import { type Deed, Done } from './Done'
import { filterOf } from './filter'
import { Gate } from './Gate'
import { LogFilter } from './LogFilter'
import { Pages } from './Pages'
import { WriteCard } from './WriteCard'
import styles from './keeping.module.css'

export type Write = NonNullable<WritesQuery['writes']>['nodes'][number]

/** Who wrote what, the newest first, with a press to undo it. */
export function LogPage() {
  const { t } = useTranslation('keeping')
  useTitle(t('log.title'))
  return (
    <>
      <h1>{t('log.title')}</h1>
      <p>{t('log.lead')}</p>
      <Gate takes="contributor">
        <LogFilter />
        <Log />
      </Gate>
    </>
  )
}

function Log() {
  const { t } = useTranslation('keeping')
  const [parameters] = useSearchParams()
  const variables = { filter: filterOf(parameters), after: parameters.get('after') }
  const [answer, ask] = useQuery({ query: WritesDocument, variables })
  const [deed, setDeed] = useState<Deed | null>(null)
  return (
    <>
      <Done deed={deed} />
      <Asked answer={answer} waiting={t('log.waiting')} onAgain={() => ask({ requestPolicy: 'network-only' })}>
        {({ writes }) => (
          <>
            {writes?.nodes.length === 0 && <p className="notice">{t('log.none')}</p>}
            <ol className={styles.cards}>
              {writes?.nodes.map((write) => (
                <WriteCard key={write.sequence} write={write} onUndone={setDeed} />
              ))}
            </ol>
            <Pages {...writes?.pageInfo} />
          </>
        )}
      </Asked>
    </>
  )
}
