import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export type Language = 'cs' | 'en'

const NAME = 'spojenci.language'
const TEXTS = { cs: () => import('./cs.json'), en: () => import('./en.json') }

export function chosenLanguage(): Language {
  const kept = localStorage.getItem(NAME)
  if (kept === 'cs' || kept === 'en') return kept
  return navigator.languages.some((tag) => /^(cs|sk)/.test(tag)) ? 'cs' : 'en'
}

/** Loads the texts of a language and shows them; what is on the page changes at once. */
export async function speak(language: Language): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({ resources: {}, lng: language, interpolation: { escapeValue: false } })
  }
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await TEXTS[language]()).default)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

export async function choose(language: Language): Promise<void> {
  localStorage.setItem(NAME, language)
  await speak(language)
}
