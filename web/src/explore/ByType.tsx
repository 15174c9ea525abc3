import type { ReactNode } from 'react'

import type { NamedFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { useTypes } from '../shared/words'
import { countsOf, type Network } from './network'

interface Props {
  network: Network
  className?: string
  /** How one element is shown. */
  children: (node: NamedFragment) => ReactNode
}

/** The elements of a network by type, the most frequent first, in the order of names. */
export function ByType({ network, className, children }: Props) {
  const types = useTypes()
  const { language } = useLanguage()
  const nodes = [...network.nodes.values()].toSorted((a, b) => a.name.localeCompare(b.name, language))
  return (
    <div className={className}>
      {countsOf(network).map(([type, count]) => (
        <section key={type}>
          <h2>
            {types(type)} <span className="quietly">{count}</span>
          </h2>
          <ul>
            {nodes
              .filter(({ __typename }) => __typename === type)
              .map((node) => (
                <li key={node.id}>{children(node)}</li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
