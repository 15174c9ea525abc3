import type { NamedFragment, SuggestedFragment } from '../gql/graphql'
import type { Language } from '../i18n'

/** The name of an element in the language of the page, where it has one in it. */
export function nameOf(element: NamedFragment, language: Language): string {
  return (language === 'en' && 'nameEn' in element && element.nameEn) || element.name
}

/** Where it is, in a word: the municipality of an organization, unless its name has that among its words. */
export function placeOf(element: NamedFragment): string | undefined {
  const place = 'places' in element ? element.places.nodes[0]?.name : undefined
  return place && !inWords(element.name).includes(inWords(place)) ? place : undefined
}

/** What tells elements of one name apart: who runs it, what it is part of, where it is; the district where its name says the municipality. */
export function whereOf(element: SuggestedFragment): string | undefined {
  if ('organizers' in element) return element.organizers.nodes[0]?.name
  if ('partOf' in element) return element.partOf.nodes[0]?.name
  return placeOf(element) ?? ('places' in element ? element.places.nodes[0]?.partOf.nodes[0]?.name : undefined)
}

/** A text as its words, each between blanks. */
function inWords(text: string): string {
  return ` ${text.split(/[^\p{L}\p{N}]+/u).join(' ')} `
}

/** The last part of an element's address, for the eyes of people; the id alone tells which element it is. */
export function slugOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

export function addressOf(element: { id: string; name: string }): string {
  const slug = slugOf(element.name)
  return `/elements/${encodeURIComponent(element.id)}${slug && `/${slug}`}`
}
