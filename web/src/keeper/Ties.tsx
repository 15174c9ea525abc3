import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { NamedFragment } from '../gql/graphql'
import { useNamed } from '../shared/useNamed'
import styles from './KeeperPage.module.css'
import { TieGroup } from './TieGroup'
import { groupsOf, idOf, namesLeft, type UnconfirmedTie } from './ties'
import { useAnswers } from './useAnswers'

interface Props {
  library: NamedFragment
  ties: UnconfirmedTie[]
  /** Whether there are more, which come when these are done. */
  isPart: boolean
}

/** What the map says of the library, by what it is about; one group is open, and how much is left is said above. */
export function Ties({ library, ties, isPart }: Props) {
  const { t } = useTranslation()
  const answers = useAnswers(ties)
  const [chosen, choose] = useState<string | null>(null)
  const ids = namesLeft(library, ties)
  const named = useNamed(ids)
  const ends = [library, ...ties.map((tie) => tie.element), ...ids.flatMap((id) => named(id) ?? [])]
  const nodes = new Map(ends.map((node) => [node.id, node]))
  const groups = groupsOf(library, ties, nodes)
  const left = (of: UnconfirmedTie[]) => of.filter((tie) => !answers.answers.has(idOf(tie))).length
  const begin = groups.find((group) => group.ties.some((tie) => answers.answers.get(idOf(tie))?.as !== 'before'))
  const open = chosen ?? begin?.of.id
  const all = left(ties)
  const said = all > 0 ? t('keeper.left', { count: all }) : t(isPart ? 'keeper.partDone' : 'keeper.done')
  return (
    <section className={styles.ties}>
      <div className={styles.progress}>
        <progress max={ties.length} value={ties.length - all} aria-label={t('keeper.progress')} />
        <output>
          {said} {isPart && all > 0 && t('keeper.more')}
        </output>
        {isPart && all === 0 && (
          <button type="button" onClick={() => location.reload()}>
            {t('keeper.nextPart')}
          </button>
        )}
      </div>
      {groups.map((group, place) => (
        <TieGroup
          key={group.of.id}
          group={group}
          left={left(group.ties)}
          nodes={nodes}
          answers={answers}
          isOpen={group.of.id === open}
          wasChosen={group.of.id === chosen}
          onOpen={() => choose(group.of.id === open ? '' : group.of.id)}
          onNext={groups[place + 1] && (() => choose(groups[place + 1]!.of.id))}
        />
      ))}
    </section>
  )
}
