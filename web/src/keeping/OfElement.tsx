import { useQuery } from 'urql'

import { NamedByIdDocument, type NamedFragment } from '../gql/graphql'
import { ElementPicker } from '../shared/ElementPicker'

interface Props {
  label: string
  id: string | null
  onChoose: (id: string | null) => void
}

/** The box of an element that the address names by its id. */
export function OfElement({ label, id, onChoose }: Props) {
  const [{ data }] = useQuery({ query: NamedByIdDocument, variables: { ids: [id ?? ''] }, pause: !id })
  const chosen = id ? data?.nodes?.find((node): node is NamedFragment => node !== null && 'id' in node) : null
  return <ElementPicker label={label} chosen={chosen} onChoose={(element) => onChoose(element?.id ?? null)} />
}
