import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { SimilarLibrariesDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { Entry, Through, useDistance } from './Entry'
import styles from './Uses.module.css'
import type { Values } from './uses'

const FIRST = 10

/** Libraries that do similar things, and what they do besides. */
export function SimilarAnswer({ values }: { values: Values }) {
  const { t } = useTranslation()
  const { locale } = useLanguage()
  const distance = useDistance()
  const query = useQuery({ query: SimilarLibrariesDocument, variables: { library: values.library!, first: FIRST } })
  return (
    <Asked query={query} waiting={t('uses.waiting')}>
      {({ similarLibraries }) => {
        if (!similarLibraries?.length) return <p className="notice">{t('uses.similar.none')}</p>
        return (
          <>
            {similarLibraries[0]!.idle && <p className="notice">{t('uses.similar.idle')}</p>}
            <ol className={styles.entries}>
              {similarLibraries.map(({ library, kilometres, population, shared, activities }) => (
                <Entry
                  key={library.id}
                  element={library}
                  facts={[
                    distance(kilometres),
                    Boolean(population) && t('uses.similar.population', { population: population!.toLocaleString(locale) }),
                  ]}
                >
                  <Through label={t('uses.similar.shared')} elements={shared} />
                  <Through label={t('uses.similar.activities')} elements={activities} />
                </Entry>
              ))}
            </ol>
          </>
        )
      }}
    </Asked>
  )
}
