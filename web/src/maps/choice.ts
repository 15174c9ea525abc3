import type { MakeMapMutationVariables, NamedFragment } from '../gql/graphql'

export const SIZES = [50, 100, 200, 500]

/** What somebody has said of a new map. */
export interface Choice {
  name: string
  place: NamedFragment | null
  topics: NamedFragment[]
  search: string
  elements: NamedFragment[]
  purpose: string
  first: number
  membersOnly: boolean
}

export const EMPTY: Choice = { name: '', place: null, topics: [], search: '', elements: [], purpose: '', first: 100, membersOnly: false }

/** Whether it is said what the map shows. */
export const asksForSomething = ({ place, topics, search, elements }: Choice): boolean =>
  place !== null || topics.length > 0 || elements.length > 0 || search.trim() !== ''

const ids = (chosen: NamedFragment[]) => chosen.map(({ id }) => id)

export function variablesOf(choice: Choice, language: string): MakeMapMutationVariables {
  const { name, place, topics, search, elements, purpose, first, membersOnly } = choice
  return {
    name: name.trim(),
    place: place?.id ?? null,
    topics: ids(topics),
    search: search.trim() || null,
    elements: ids(elements),
    purpose: purpose.trim() || null,
    language,
    first,
    membersOnly,
  }
}
