import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { WritesDocument, type WritesQuery } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { type Deed, Done } from './Done'
import { filterOf } from './filter'
import { Gate } from './Gate'
import { LogFilter } from './LogFilter'
import { KeepingPage } from './KeepingPage'
import { Pages } from './Pages'
import { WriteCard } from './WriteCard'
import styles from './keeping.module.css'

export type Write = NonNullable<WritesQuery['writes']>['nodes'][number]

/** Who wrote what, the newest first, with a press to undo it. */
export function LogPage() {
  return (
    <KeepingPage of="log">
      <Gate takes="contributor">
        <LogFilter />
        <Log />
      </Gate>
    </KeepingPage>
  )
}

function Log() {
  const { t } = useTranslation('keeping')
  const [parameters] = useSearchParams()
  const variables = { filter: filterOf(parameters), after: parameters.get('after') }
  const query = useQuery({ query: WritesDocument, variables })
  const [deed, setDeed] = useState<Deed | null>(null)
  return (
    <>
      <Done deed={deed} />
      <Asked query={query} waiting={t('log.waiting')}>
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
