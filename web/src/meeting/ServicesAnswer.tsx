import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { ServicesDocument } from '../gql/graphql'
import { Asked } from '../shared/Asked'
import { Entry, Through } from './Entry'
import { Recorded } from './Recorded'
import type { Values } from './uses'

/** Who is there for a group of people in a place: whom the library can send somebody to. */
export function ServicesAnswer({ values }: { values: Values }) {
  const { t } = useTranslation()
  const query = useQuery({ query: ServicesDocument, variables: { group: values.group!, place: values.place ?? null } })
  return (
    <Asked query={query} waiting={t('uses.waiting')}>
      {({ socialServices }) =>
        socialServices?.length ? (
          <Recorded all={socialServices}>
            {({ ally, activities, refersTo }) => (
              <Entry key={ally.id} element={ally}>
                <Through label={t('uses.services.with')} elements={activities} />
                <Through label={t('uses.services.refersTo')} elements={refersTo} />
              </Entry>
            )}
          </Recorded>
        ) : (
          <p className="notice">{t('uses.services.none')}</p>
        )
      }
    </Asked>
  )
}
