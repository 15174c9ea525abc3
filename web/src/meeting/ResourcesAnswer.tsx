import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { ResourcesDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { nameOf } from '../shared/naming'
import { Entry, useDistance } from './Entry'
import { Recorded } from './Recorded'
import type { Values } from './uses'

/** Who near offers what is needed, and whom else to ask. */
export function ResourcesAnswer({ values }: { values: Values }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const distance = useDistance()
  const query = useQuery({ query: ResourcesDocument, variables: { near: values.near!, resource: values.resource! } })
  return (
    <Asked query={query} waiting={t('uses.waiting')}>
      {({ resourcesNearby }) =>
        resourcesNearby?.length ? (
          <Recorded all={resourcesNearby}>
            {({ ally, resource, kilometres, note, recorded }) => (
              <Entry
                key={`${ally.id} ${resource.id}`}
                element={ally}
                facts={[distance(kilometres), recorded && nameOf(resource, language), note]}
              />
            )}
          </Recorded>
        ) : (
          <p className="notice">{t('uses.resources.none')}</p>
        )
      }
    </Asked>
  )
}
