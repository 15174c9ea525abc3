import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'

import { troubleOf, waitOf } from '../api/errors'

/** What to do about an error, in words. */
export function useMend(): (error: CombinedError) => string {
  const { t } = useTranslation()
  return (error) => {
    const [trouble, seconds] = [troubleOf(error), waitOf(error)]
    return trouble === 'tooMany' && seconds ? t('errors.wait', { count: seconds }) : t(`errors.mend.${trouble}`)
  }
}
