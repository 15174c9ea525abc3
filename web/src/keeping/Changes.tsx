import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useSentence } from '../explore/useSentence'
import type { ChangeFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { useKind, useProperties } from '../shared/words'
import { addressOf, nameOf } from '../shared/naming'
import { useNamed } from '../shared/useNamed'
import { differences, namedIn, nameIn } from './changes'
import styles from './keeping.module.css'

/** What a write did or would do, change by change; in brief, of what is new the name alone. */
export function Changes({ changes, brief = false }: { changes: ChangeFragment[]; brief?: boolean }) {
  const sentence = useSentences(changes)
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

/** Reads a connection as a sentence, with the names of its ends as they are now. */
function useSentences(changes: ChangeFragment[]): (change: ChangeFragment) => string {
  const ids = useMemo(() => namedIn(changes.filter(({ subject }) => subject.link)), [changes])
  const named = useNamed(ids)
  const sentence = useSentence({ nodes: { get: (id) => named(id) ?? undefined } })
  return ({ subject: { link, from, to } }) => sentence({ type: link!, from: from!, to: to! })
}
