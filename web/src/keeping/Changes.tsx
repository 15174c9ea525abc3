import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useQuery } from 'urql'

import { type ChangeFragment, NamedByIdDocument, type NamedFragment } from '../gql/graphql'
import connections from '../i18n/connections.json'
import { useLanguage } from '../i18n/useLanguage'
import { useKind, useProperties } from '../shared/words'
import { addressOf, nameOf } from '../shared/naming'
import { differences, namedIn, nameIn } from './changes'
import styles from './keeping.module.css'

/** What a write did or would do, change by change; in brief, of what is new the name alone. */
export function Changes({ changes, brief = false }: { changes: ChangeFragment[]; brief?: boolean }) {
  const sentence = useSentence(changes)
  return (
    <ul className={styles.changes}>
      {changes.map((change) => (
        <li key={change.id}>
          <Subject change={change} sentence={sentence} />
          {!(brief && change.action === 'CREATED') && <Differences change={change} />}
        </li>
      ))}
    </ul>
  )
}

function Subject({ change, sentence }: { change: ChangeFragment; sentence: (change: ChangeFragment) => string }) {
  const { t } = useTranslation('keeping')
  const { language } = useLanguage()
  const kind = useKind()
  const action = <span className={styles.action}>{t(`actions.${change.action}`)}</span>
  if (change.subject.link) {
    return (
      <>
        {action} {sentence(change)}
      </>
    )
  }
  const { element } = change
  return (
    <>
      {action} {element ? <Link to={addressOf(element)}>{nameOf(element, language)}</Link> : (nameIn(change) ?? change.subject.elementId)}
      {element && <span className="quietly small"> {kind(element)}</span>}
    </>
  )
}

function Differences({ change }: { change: ChangeFragment }) {
  const { t } = useTranslation('keeping')
  const properties = useProperties()
  const found = differences(change)
  if (found.length === 0 || change.action === 'DELETED') return null
  return (
    <dl className={styles.differences}>
      {found.map(({ property, before, after }) => (
        <div key={property}>
          <dt>{properties(property)}</dt>
          <dd>
            {before && <del>{before}</del>} {after ? <ins>{after}</ins> : <span className="quietly">{t('nothing')}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Reads a connection as the schema's sentence for it, with the names of its ends as they are now. */
function useSentence(changes: ChangeFragment[]) {
  const { language } = useLanguage()
  const ids = useMemo(() => namedIn(changes), [changes])
  const [{ data }] = useQuery({ query: NamedByIdDocument, variables: { ids }, pause: ids.length === 0 })
  const named = (id?: string | null) => {
    const found = data?.nodes?.find((node): node is NamedFragment => node !== null && 'id' in node && node.id === id)
    return found ? nameOf(found, language) : (id ?? '')
  }
  return ({ subject }: ChangeFragment) =>
    connections[subject.link!][language].replace('{source}', () => named(subject.from)).replace('{target}', () => named(subject.to))
}
