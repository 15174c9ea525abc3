import { useTranslation } from 'react-i18next'

import type { Language as Asked } from '../gql/graphql'
import type { Language } from './index'

/** The language of the page, as the page names it and as the API does. */
export function useLanguage(): { language: Language; asked: Asked } {
  const language = useTranslation().i18n.language as Language
  return { language, asked: language === 'cs' ? 'CS' : 'EN' }
}
