import type { ReactNode } from 'react'
import { Link } from 'react-router'

import { useTitle } from './useTitle'

interface Props {
  /** What it is, here and in the browser's tab. */
  title: string
  /** What it is for, in a sentence. */
  lead?: string
  /** The page that leads here, to go back to. */
  under?: { to: string; text: string }
  children: ReactNode
}

/** How a page begins. */
export function Page({ title, lead, under, children }: Props) {
  useTitle(title)
  return (
    <>
      {under && (
        <p className="under no-print">
          <Link to={under.to}>{under.text}</Link>
        </p>
      )}
      <h1>{title}</h1>
      {lead && <p className="lead no-print">{lead}</p>}
      {children}
    </>
  )
}
