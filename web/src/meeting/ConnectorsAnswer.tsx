import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { ConnectorsDocument } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { Entry, Through, useDistance } from './Entry'
import styles from './Uses.module.css'
import type { Values } from './uses'

/** Who stands in two worlds at once, or whom of the one to introduce to the other. */
export function ConnectorsAnswer({ values }: { values: Values }) {
  const { t } = useTranslation()
  const distance = useDistance()
  const query = useQuery({ query: ConnectorsDocument, variables: { one: values.one!, other: values.other! } })
  return (
    <Asked query={query} waiting={t('uses.waiting')}>
      {({ connectors }) => {
        if (!connectors?.length) return <p className="notice">{t('uses.connectors.none')}</p>
        return (
          <ol className={styles.entries}>
            {connectors.map(({ ally, toOne, toOther, introduce, kilometres, throughOne, throughOther }) => (
              <Entry
                key={`${ally.id} ${introduce?.id}`}
                element={ally}
                facts={[t('uses.connectors.ties', { one: toOne, other: toOther }), distance(kilometres)]}
              >
                <Through label={t('uses.connectors.introduce')} elements={introduce ? [introduce] : []} />
                <Through label={t('uses.connectors.throughOne')} elements={throughOne} />
                <Through label={t('uses.connectors.throughOther')} elements={throughOther} />
              </Entry>
            ))}
          </ol>
        )
      }}
    </Asked>
  )
}
