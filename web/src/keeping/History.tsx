import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { type ChangeFragment, HistoryDocument, type HistoryQuery } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { Changes } from './Changes'
import styles from './keeping.module.css'

type Entry = Extract<NonNullable<HistoryQuery['node']>, { history: unknown }>['history']['nodes'][number]

/** What became of one element and its connections, the latest first. */
export function History({ of }: { of: string }) {
  const { t } = useTranslation('keeping')
  const query = useQuery({ query: HistoryDocument, variables: { id: of } })
  return (
    <Asked query={query} waiting={t('log.waiting')}>
      {({ node }) => (
        <ol className={styles.history}>{writesOf(node && 'history' in node ? node.history.nodes : []).map((entries) => <OneWrite key={entries[0].sequence} entries={entries} />)}</ol>
      )}
    </Asked>
  )
}

function OneWrite({ entries }: { entries: [Entry, ...Entry[]] }) {
  const { t } = useTranslation('keeping')
  const { locale } = useLanguage()
  const [{ at, reason, by }] = entries
  return (
    <li>
      <p className="small quietly">
        {[new Date(at).toLocaleDateString(locale), t(`reasons.${reason as 'undo'}`, { defaultValue: reason }), by].filter(Boolean).join(' · ')}
      </p>
      <Changes changes={entries satisfies ChangeFragment[]} brief />
    </li>
  )
}

/** Changes of one write together. */
function writesOf(entries: Entry[]): [Entry, ...Entry[]][] {
  const writes = new Map<number, [Entry, ...Entry[]]>()
  for (const entry of entries) {
    const known = writes.get(entry.sequence)
    if (known) known.push(entry)
    else writes.set(entry.sequence, [entry])
  }
  return [...writes.values()]
}
