import { useTranslation } from 'react-i18next'

import type { NamedFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { nameOf } from '../shared/naming'
import { ByType } from './ByType'
import { type Communities, membersOf } from './drawing'
import styles from './ExplorePage.module.css'
import type { Network } from './network'

interface Props {
  network: Network
  /** By what the list is grouped, where it is not by type. */
  communities: Communities | null
  onSelect: (id: string) => void
}

/** The same network to be read: its elements by type, or by community. */
export function NodeList({ network, communities, onSelect }: Props) {
  const { language } = useLanguage()
  const one = (node: NamedFragment) => (
    <button type="button" className="plain" onClick={() => onSelect(node.id)}>
      {nameOf(node, language)}
    </button>
  )
  if (communities) return <ByCommunity network={network} communities={communities}>{one}</ByCommunity>
  return (
    <ByType network={network} className={styles.list}>
      {one}
    </ByType>
  )
}

interface ByCommunityProps extends Pick<Props, 'network'> {
  communities: Communities
  children: (node: NamedFragment) => React.ReactNode
}

function ByCommunity({ network, communities, children }: ByCommunityProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.list}>
      {membersOf(network, communities).map(([number, nodes]) => (
        <section key={number}>
          <h2>
            {t('explore.community', { number: number + 1 })} <span className="quietly">{nodes.length}</span>
          </h2>
          <ul>
            {nodes.map((node) => (
              <li key={node.id}>{children(node)}</li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
