import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { GapsDocument } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { Entry, Through, useDistance } from './Entry'
import styles from './Uses.module.css'
import type { Values } from './uses'

/** Topics and groups that nobody serves in a place, and who does it elsewhere. */
export function GapsAnswer({ values }: { values: Values }) {
  const { t } = useTranslation()
  const distance = useDistance()
  const whoDoesIt = (nearest: string | null) => (nearest ? t('uses.gaps.who', { distance: nearest }) : t('uses.gaps.whoElse'))
  const query = useQuery({ query: GapsDocument, variables: { place: values.place! } })
  return (
    <Asked query={query} waiting={t('uses.waiting')}>
      {({ gaps }) => {
        if (!gaps?.length) return <p className="notice">{t('uses.gaps.none')}</p>
        return (
          <>
            {!gaps[0]!.needsNoted && <p className="notice">{t('uses.gaps.noNeeds')}</p>}
            <ol className={styles.entries}>
              {gaps.map(({ term, needed, elsewhere, similarServed, similarPlaces, kilometres, allies }) => (
                <Entry
                  key={term.id}
                  element={term}
                  facts={[
                    needed && t('uses.gaps.needed'),
                    elsewhere > 0 && t('uses.gaps.elsewhere', { count: elsewhere }),
                    similarPlaces > 0 && t('uses.gaps.similar', { served: similarServed, places: similarPlaces }),
                  ]}
                >
                  <Through label={whoDoesIt(distance(kilometres))} elements={allies} />
                </Entry>
              ))}
            </ol>
          </>
        )
      }}
    </Asked>
  )
}
