import { useTranslation } from 'react-i18next'

import { useLanguage } from '../i18n/useLanguage'
import { nameOf } from '../shared/naming'
import styles from './ExplorePage.module.css'
import { countsOf, type Network } from './network'

/** The same network to be read: its elements by type. */
export function NodeList({ network, onSelect }: { network: Network; onSelect: (id: string) => void }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const nodes = [...network.nodes.values()].toSorted((a, b) => a.name.localeCompare(b.name, language))
  return (
    <div className={styles.list}>
      {countsOf(network).map(([type, count]) => (
        <section key={type}>
          <h2>
            {t(`types.${type}` as never, { defaultValue: type })} <span className="quietly">{count}</span>
          </h2>
          <ul>
            {nodes
              .filter(({ __typename }) => __typename === type)
              .map((node) => (
                <li key={node.id}>
                  <button type="button" className="plain" onClick={() => onSelect(node.id)}>
                    {nameOf(node, language)}
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
