import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useLanguage } from '../i18n/useLanguage'
import { addressOf, nameOf } from '../shared/naming'
import styles from './ExplorePage.module.css'
import { type Network, neighboursOf } from './network'
import { PathTo } from './PathTo'
import { useSentence } from './useSentence'

interface Props {
  network: Network
  id: string
  /** What the keyboard points at, in words. */
  said: string
  onSelect: (id: string) => void
  onPath: (ids: ReadonlySet<string>) => void
}

/** What is selected: what it is, with whom it is connected and how, and the way to somebody else. */
export function Selected({ network, id, said, onSelect, onPath }: Props) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const sentence = useSentence(network)
  const element = network.nodes.get(id)
  const gone = useRef<string>(null)

  /** The button that was pressed goes, and the focus would with it. */
  function go(to: string) {
    gone.current = to
    onSelect(to)
  }

  function takeFocus(heading: HTMLElement | null) {
    if (gone.current !== id) return
    heading?.focus()
    gone.current = null
  }

  return (
    <aside className={`card ${styles.selected}`} aria-label={t('explore.selected')}>
      <output className={styles.said}>{said}</output>
      {element && (
        <>
          <h2 ref={takeFocus} tabIndex={-1}>
            <Link to={addressOf(element)}>{nameOf(element, language)}</Link>
          </h2>
          <ul className={styles.ties}>
            {neighboursOf(network, id).map(({ node, link }) => (
              <li key={node.id}>
                <button type="button" className="plain" onClick={() => go(node.id)}>
                  {sentence(link)}
                </button>
              </li>
            ))}
          </ul>
          <PathTo key={id} from={id} onPath={onPath} />
        </>
      )}
    </aside>
  )
}
