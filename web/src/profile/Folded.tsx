import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** How many of a list are there at once. */
const FIRST = 15

interface Props<T> {
  all: T[]
  /** How many there are, of which the page may have only the first. */
  totalCount: number
  className?: string
  children: (one: T) => ReactNode
}

/** The first of a list; the others are folded, and those that the page does not have are counted. */
export function Folded<T>({ all, totalCount, className, children }: Props<T>) {
  const { t } = useTranslation()
  const left = totalCount - all.length
  const more = left > 0 && <p className="small quietly">{t('profile.more', { count: left })}</p>
  return (
    <>
      <ul className={className}>{all.slice(0, FIRST).map(children)}</ul>
      {all.length > FIRST ? (
        <details>
          <summary>{t('profile.rest', { count: totalCount - FIRST })}</summary>
          <ul className={className}>{all.slice(FIRST).map(children)}</ul>
          {more}
        </details>
      ) : (
        more
      )}
    </>
  )
}
