import { useTranslation } from 'react-i18next'

import connections from '../i18n/connections.json'
import { useLanguage } from '../i18n/useLanguage'
import { nameOf } from '../shared/naming'
import type { Link, Network } from './network'

type Told = Pick<Link, 'type' | 'from' | 'to' | 'isProposed'>

/** Reads a connection as the sentence that the schema has for its type, and whether it is only proposed. */
export function useSentence({ nodes }: { nodes: Pick<Network['nodes'], 'get'> }): (link: Told) => string {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const name = (id: string) => {
    const node = nodes.get(id)
    return node ? nameOf(node, language) : id
  }
  return ({ type, from, to, isProposed }) => {
    const sentence = connections[type as keyof typeof connections][language]
    const said = sentence.replace('{source}', () => name(from)).replace('{target}', () => name(to))
    return isProposed ? `${said} (${t('profile.proposed')})` : said
  }
}
