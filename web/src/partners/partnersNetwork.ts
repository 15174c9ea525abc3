import { EMPTY, type Link, type Network } from '../explore/network'
import type { NamedFragment, PartnerCardFragment, PartnersQuery } from '../gql/graphql'

type End = PartnerCardFragment['evidence'][number]['path'][number]['from']

/** The partners of both lists with the paths that speak for them, as one network. */
export function networkOf({ near, learnFrom }: PartnersQuery): Network {
  const nodes = new Map<string, NamedFragment>()
  const links = new Map<string, Link>()
  for (const { node, evidence } of [...(near?.edges ?? []), ...(learnFrom?.edges ?? [])]) {
    for (const { link, from, to } of evidence.flatMap(({ path }) => path)) {
      for (const end of [from, to]) if (!nodes.has(end.elementId)) nodes.set(end.elementId, named(end))
      links.set(`${from.elementId} ${link} ${to.elementId}`, { type: link, from: from.elementId, to: to.elementId, since: null, until: null })
    }
    nodes.set(node.id, node)
  }
  return { ...EMPTY, nodes, links }
}

function named({ elementId, type, name }: End): NamedFragment {
  const typename = type.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
  return { __typename: typename, id: elementId, name } as NamedFragment
}
