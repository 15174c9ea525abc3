import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useSentence } from '../explore/useSentence'
import type { NamedFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Refused } from '../keeping'
import { Press } from '../shared/Press'
import { useDates } from '../shared/dates'
import { focused } from '../shared/focused'
import { addressOf, nameOf } from '../shared/naming'
import styles from './KeeperPage.module.css'
import { idOf, type UnconfirmedTie } from './ties'
import type { Answer, Answers } from './useAnswers'

interface Props {
  tie: UnconfirmedTie
  nodes: ReadonlyMap<string, NamedFragment>
  answers: Answers
}

/** One thing that the map says, and two presses: still true, or not any more. Either can be taken back. */
export function Tie({ tie, nodes, answers }: Props) {
  const { t } = useTranslation()
  const isLatest = answers.latest === idOf(tie)
  const answer = answers.answers.get(idOf(tie))
  return (
    <li>
      <p>
        <Said tie={tie} nodes={nodes} isAnswered={answer !== undefined} />
      </p>
      {answer ? (
        <Answered tie={tie} answer={answer} answers={answers} isLatest={isLatest} />
      ) : (
        <div className={`row ${styles.answers}`}>
          <Press autoFocus={isLatest} busy={answers.busy} onPress={() => void answers.confirm([tie])}>
            {t('keeper.stillTrue')}
          </Press>
          <NotAnyMore tie={tie} answers={answers} />
        </div>
      )}
      {isLatest && (answers.isOver ? <p role="alert">{t('keeper.linkEnded')}</p> : <Refused refusal={answers.refusal} />)}
    </li>
  )
}

/** Ends a connection; an element has an end of its own, which is told on its profile. */
function NotAnyMore({ tie, answers }: Omit<Props, 'nodes'>) {
  const { t } = useTranslation()
  if (!tie.link) return null
  return (
    <Press className="quiet" busy={answers.busy} onPress={() => void answers.end(tie)}>
      {t('keeper.notAnyMore')}
    </Press>
  )
}

interface AnsweredProps extends Omit<Props, 'nodes'> {
  answer: Answer
  isLatest: boolean
}

function Answered({ tie, answer: { as, sequence }, answers, isLatest }: AnsweredProps) {
  const { t } = useTranslation()
  return (
    <div className="row">
      <output ref={isLatest ? focused : undefined} tabIndex={-1} className={styles.answered}>
        {t(`keeper.${as}`)}
      </output>
      {sequence !== null && (
        <Press className="plain" busy={answers.busy} onPress={() => void answers.takeBack(tie, sequence)}>
          {t('keeper.takeBack')}
        </Press>
      )}
      {as === 'before' && <NotAnyMore tie={tie} answers={answers} />}
    </div>
  )
}

/** The tie as a sentence, with how old it is while that counts. */
function Said({ tie, nodes, isAnswered }: Pick<Props, 'tie' | 'nodes'> & { isAnswered: boolean }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const dated = useDates()
  const sentence = useSentence({ nodes })
  const { link, from, to, element, confirmedAt, ended } = tie
  return (
    <>
      {link && from && to ? (
        sentence({ type: link, from, to })
      ) : (
        <Link to={addressOf(element)} target="_blank">
          {t('keeper.profile', { name: nameOf(element, language) })}
        </Link>
      )}{' '}
      {!isAnswered && (
        <span className="small quietly">
          {ended ? t('keeper.over') : confirmedAt ? t('keeper.since', { date: dated(confirmedAt) }) : t('keeper.never')}
        </span>
      )}
    </>
  )
}
