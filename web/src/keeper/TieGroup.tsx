import { useId } from 'react'
import { useTranslation } from 'react-i18next'

import type { NamedFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Press } from '../shared/Press'
import { focused } from '../shared/focused'
import { nameOf } from '../shared/naming'
import styles from './KeeperPage.module.css'
import { Tie } from './Tie'
import { type Group, idOf } from './ties'
import type { Answers } from './useAnswers'

interface Props {
  group: Group
  /** How many of its ties are not answered yet. */
  left: number
  nodes: ReadonlyMap<string, NamedFragment>
  answers: Answers
  isOpen: boolean
  /** Whether somebody has come here from another group; then the focus has to come along. */
  wasChosen: boolean
  onOpen: () => void
  /** Leads to the next group, where there is one. */
  onNext?: () => void
}

/** What the map says of one activity, or of the library itself, behind a heading that opens it. */
export function TieGroup({ group: { of, ties }, left, nodes, answers, isOpen, wasChosen, onOpen, onNext }: Props) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const body = useId()
  const unanswered = ties.filter((tie) => !answers.answers.has(idOf(tie)))
  return (
    <section className="card">
      <h2 className={styles.heading}>
        <button ref={isOpen && wasChosen ? focused : undefined} type="button" className="plain" aria-expanded={isOpen} aria-controls={body} onClick={onOpen}>
          <span>{nameOf(of, language)}</span>
          <span className="small quietly">{left > 0 ? t('keeper.leftHere', { count: left }) : t('keeper.doneHere')}</span>
        </button>
      </h2>
      <div id={body} hidden={!isOpen}>
        {isOpen && (
          <>
            <ul>
              {ties.map((tie) => (
                <Tie key={idOf(tie)} tie={tie} nodes={nodes} answers={answers} />
              ))}
            </ul>
            <div className="row">
              {unanswered.length > 1 && (
                <Press className="quiet" busy={answers.busy} onPress={() => void answers.confirm(unanswered)}>
                  {t('keeper.allTrue', { count: unanswered.length })}
                </Press>
              )}
              {onNext && (
                <button type="button" className={left > 0 ? 'plain' : ''} onClick={onNext}>
                  {t(left > 0 ? 'keeper.later' : 'keeper.next')}
                </button>
              )}
            </div>
          </>
        )}
      </div>
    </section>
  )
}
