import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import styles from './Uses.module.css'

/** What the map says, and apart from it whom it is only worth asking. */
export function Recorded<T extends { recorded: boolean }>({ all, children }: { all: T[]; children: (one: T) => ReactNode }) {
  const { t } = useTranslation()
  const parts = [
    { title: t('uses.recorded'), entries: all.filter(({ recorded }) => recorded) },
    { title: t('uses.worthAsking'), entries: all.filter(({ recorded }) => !recorded) },
  ]
  return parts.map(
    ({ title, entries }) =>
      entries.length > 0 && (
        <section key={title}>
          <h2>{title}</h2>
          <ol className={styles.entries}>{entries.map(children)}</ol>
        </section>
      ),
  )
}
