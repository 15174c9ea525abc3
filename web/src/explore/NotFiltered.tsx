import { useTranslation } from 'react-i18next'

import { troubleOf } from '../api/errors'
import { useMend } from '../shared/useMend'
import type { Unfiltered } from './usePassing'

/** Says by what the map is not filtered, though the address asks for it, and takes it out of there. */
export function NotFiltered({ unfiltered, onClear }: { unfiltered: Unfiltered[]; onClear: (by: Unfiltered['by']) => void }) {
  const { t } = useTranslation()
  const mend = useMend()
  return unfiltered.map(({ by, error }) => (
    <p key={by} role="alert" className="row">
      <span>
        {troubleOf(error) === 'notFound' ? t(`explore.noSuch.${by}`) : `${t(`explore.notBy.${by}`)} ${t(`errors.${troubleOf(error)}`)} ${mend(error)}`}
      </span>
      <button type="button" className="quiet small" onClick={() => onClear(by)}>
        {t('explore.clear')}
      </button>
    </p>
  ))
}
