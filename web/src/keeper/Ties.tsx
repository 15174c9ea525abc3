import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { NamedFragment } from '../gql/graphql'
import { useNamed } from '../shared/useNamed'
import styles from './KeeperPage.module.css'
import { Tie } from './Tie'
import { idOf, namesLeft, type UnconfirmedTie } from './ties'

interface Props {
  library: NamedFragment
  ties: UnconfirmedTie[]
}

/** What the map says of the library, one thing after the other: what has ended first, then the oldest. */
export function Ties({ library, ties }: Props) {
  const { t } = useTranslation()
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set())
  const ids = namesLeft(library, ties)
  const named = useNamed(ids)
  const ends = [library, ...ties.map((tie) => tie.element), ...ids.flatMap((id) => named(id) ?? [])]
  const nodes = new Map(ends.map((node) => [node.id, node]))
  const left = ties.length - settled.size
  return (
    <section>
      <output>{left > 0 ? t('keeper.left', { count: left }) : t('keeper.done')}</output>
      <ul className={styles.ties}>
        {ties.map((tie) => (
          <Tie key={idOf(tie)} tie={tie} nodes={nodes} onSettled={(is) => setSettled((before) => marked(before, idOf(tie), is))} />
        ))}
      </ul>
    </section>
  )
}

function marked(before: ReadonlySet<string>, id: string, is: boolean): ReadonlySet<string> {
  const after = new Set(before)
  if (is) after.add(id)
  else after.delete(id)
  return after
}
