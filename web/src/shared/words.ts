import type { NamedFragment } from '../gql/graphql'
import type { Language } from '../i18n'
import names from '../i18n/names.json'
import { useLanguage } from '../i18n/useLanguage'

type Type = keyof typeof names.types
type Words = Record<Language, string>

/** Says what an element is: the kind of a body or the level of a place where people have a word for it, else its type. */
export function useKind(): (element: NamedFragment) => string {
  const { language } = useLanguage()
  return (element) => (valueOf(element) ?? names.types[element.__typename].one)[language]
}

/** Says what several elements of a type are. */
export function useTypes(): (type: Type) => string {
  const { language } = useLanguage()
  return (type) => names.types[type].many[language]
}

/** Says what a property is called; its own name where people have none for it. */
export function useProperties(): (property: string) => string {
  const { language } = useLanguage()
  return (property) => wordsOf(names.properties, property)?.[language] ?? property
}

function valueOf(element: NamedFragment): Words | undefined {
  if (element.__typename === 'Organization') return wordsOf(names.types.Organization.kind, element.kind)
  if (element.__typename === 'Place') return wordsOf(names.types.Place.level, element.level?.toLowerCase())
  return undefined
}

function wordsOf(words: Record<string, Words>, code: string | null | undefined): Words | undefined {
  return code ? words[code] : undefined
}
