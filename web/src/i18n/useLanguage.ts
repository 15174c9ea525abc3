import { useTranslation } from 'react-i18next'

import type { Language as Asked } from '../gql/graphql'
import type { Language } from './index'

/** The language of the page, as the page names it, as the API does, and as dates and numbers are written in it. */
export function useLanguage(): { language: Language; asked: Asked; locale: string } {
  const language = useTranslation().i18n.language as Language
  return language === 'cs' ? { language, asked: 'CS', locale: 'cs-CZ' } : { language, asked: 'EN', locale: 'en-GB' }
}
