import { useTranslation } from 'react-i18next'

import type { NamedFragment } from '../gql/graphql'

/** Says what an element is: the kind of a body where the page has a word for it, else its type. */
export function useKind(): (element: NamedFragment) => string {
  const { t } = useTranslation()
  return (element) => {
    const type = element.__typename
    if (type === 'Organization' && element.kind) return t(`kinds.${element.kind}` as never, { defaultValue: t(`types.${type}`) })
    return t(`types.${type}` as never, { defaultValue: type })
  }
}
