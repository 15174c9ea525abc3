import { useLanguage } from '../i18n/useLanguage'
import { nameOf } from '../shared/naming'
import { ByType } from './ByType'
import styles from './ExplorePage.module.css'
import type { Network } from './network'

/** The same network to be read: its elements by type. */
export function NodeList({ network, onSelect }: { network: Network; onSelect: (id: string) => void }) {
  const { language } = useLanguage()
  return (
    <ByType network={network} className={styles.list}>
      {(node) => (
        <button type="button" className="plain" onClick={() => onSelect(node.id)}>
          {nameOf(node, language)}
        </button>
      )}
    </ByType>
  )
}
