import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

import { device } from '../shared/storage'

export type Language = 'cs' | 'en'

const NAME = 'spojenci.language'
/** What was asked for last: its texts may come before those of what was asked for sooner. */
let wanted: Language | undefined
type Texts = Record<Language, () => Promise<{ default: object }>>

/** The texts by namespace; those of pages that are loaded later come with them. */
const TEXTS: Record<string, Texts> = { translation: { cs: () => import('./cs.json'), en: () => import('./en.json') } }

export function chosenLanguage(): Language {
  const kept = device.getItem(NAME)
  if (kept === 'cs' || kept === 'en') return kept
  return navigator.languages.some((tag) => /^(cs|sk)/.test(tag)) ? 'cs' : 'en'
}

/** Loads the texts of a language and shows them; what is on the page changes at once. */
export async function speak(language: Language): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({ resources: {}, lng: language, interpolation: { escapeValue: false } })
  }
  wanted = language
  await Promise.all(Object.keys(TEXTS).map((namespace) => load(namespace, language)))
  if (wanted !== language) return
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

async function load(namespace: string, language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, namespace)) return
  i18next.addResourceBundle(language, namespace, (await TEXTS[namespace]![language]()).default)
}

/** Adds the texts of a page that is loaded when it is opened. */
export async function withTexts(namespace: string, texts: Texts): Promise<void> {
  TEXTS[namespace] = texts
  await load(namespace, i18next.language as Language)
}

export async function choose(language: Language): Promise<void> {
  device.setItem(NAME, language)
  await speak(language)
}
