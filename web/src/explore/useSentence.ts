import connections from '../i18n/connections.json'
import { useLanguage } from '../i18n/useLanguage'
import { nameOf } from '../shared/naming'
import type { Link, Network } from './network'

/** Reads a connection as the sentence that the schema has for its type. */
export function useSentence({ nodes }: { nodes: Pick<Network['nodes'], 'get'> }): (link: Pick<Link, 'type' | 'from' | 'to'>) => string {
  const { language } = useLanguage()
  const name = (id: string) => {
    const node = nodes.get(id)
    return node ? nameOf(node, language) : id
  }
  return ({ type, from, to }) =>
    connections[type as keyof typeof connections][language].replace('{source}', () => name(from)).replace('{target}', () => name(to))
}
