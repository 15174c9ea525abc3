import type { Language } from '../i18n'
import names from '../i18n/names.json'
import { useLanguage } from '../i18n/useLanguage'

const TYPES: Record<string, { one: Record<Language, string> } | undefined> = names.types
const LABELS = new Map(Object.keys(names.types).map((label) => [label.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase(), label]))

/** Says what an element is, by the label of its type or as GraphQL names it. */
export function useTypeName(): (type: string) => string {
  const { language } = useLanguage()
  return (type) => TYPES[LABELS.get(type) ?? type]?.one[language] ?? type
}
