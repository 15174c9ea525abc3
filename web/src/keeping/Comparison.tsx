import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { TwinFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { useKind, useProperties } from '../shared/words'
import { addressOf, nameOf, placeOf } from '../shared/naming'
import { SourceNames } from '../shared/SourceNames'
import { type Compared, type Pair, rows } from './duplicates'
import styles from './keeping.module.css'

interface Props {
  pair: Pair
  kept: string
  onKeep: (id: string) => void
}

/** Both elements of a pair side by side, with the choice of the one that stays. */
export function Comparison({ pair, kept, onKeep }: Props) {
  const { t } = useTranslation('keeping')
  const { language } = useLanguage()
  const { t: sections } = useTranslation()
  const kind = useKind()
  const properties = useProperties()
  return (
    <table className={styles.comparison}>
      <thead>
        <tr>
          <th scope="col">
            <span className="only-read">{t('duplicates.what')}</span>
          </th>
          {pair.twins.map((twin) => (
            <th key={twin.id} scope="col">
              <Link to={addressOf(twin)}>{nameOf(twin, language)}</Link>
              <span className="small quietly"> {[kind(twin), placeOf(twin)].filter(Boolean).join(' · ')}</span>
              <label className={styles.stays}>
                <input type="radio" name={pair.key} checked={kept === twin.id} onChange={() => onKeep(twin.id)} />
                {t('duplicates.stays')}
                <span className="only-read"> {twin.id}</span>
              </label>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows(pair.twins).map(({ property, values, same }) => (
          <tr key={property}>
            <th scope="row">{property === 'organizers' || property === 'activities' ? sections(`sections.${property}`) : properties(property)}</th>
            {values.map((value, place) => (
              <td key={pair.twins[place]!.id} className={same ? 'quietly' : undefined}>
                <Value property={property} twin={pair.twins[place]!} text={value} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** One of both values: sources by their names, days as people write them. */
function Value({ property, twin, text }: { property: Compared; twin: TwinFragment; text: string }) {
  const { locale } = useLanguage()
  if (property === 'sources') return <SourceNames ids={twin.sources ?? []} />
  return property === 'updatedAt' && text ? new Date(text).toLocaleDateString(locale) : text
}
