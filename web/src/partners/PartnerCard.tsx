import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { PartnerCardFragment, PartnersQueryVariables } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { useDates } from '../shared/dates'
import { useKind } from '../shared/words'
import { addressOf, nameOf, placeOf } from '../shared/naming'
import { SourceNames } from '../shared/SourceNames'
import styles from './PartnersPage.module.css'
import { Signals } from './Signals'
import { Verdicts } from './Verdicts'

interface Props {
  edge: PartnerCardFragment
  question: PartnersQueryVariables
  /** Whether it is to be taken along; it is left out where others are. */
  picked: boolean
  leftOut: boolean
  onPick: () => void
}

export function PartnerCard({ edge, question, picked, leftOut, onPick }: Props) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  return (
    <li className={`card ${leftOut ? 'no-print' : ''}`}>
      <div className={styles.head}>
        <h3>
          <Link to={addressOf(edge.node)}>{nameOf(edge.node, language)}</Link>
        </h3>
        <Score edge={edge} />
      </div>
      <Whereabouts edge={edge} />
      <label className={`${styles.check} small no-print`}>
        <input type="checkbox" checked={picked} onChange={onPick} />
        {t('partners.pick')} <span className="only-read">{nameOf(edge.node, language)}</span>
      </label>
      <ul className={styles.reasons}>
        {edge.evidence.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {edge.propose.length > 0 && (
        <section className={styles.propose}>
          <h4>{t('partners.propose')}</h4>
          {edge.propose.map(({ text }) => (
            <p key={text}>{text}</p>
          ))}
        </section>
      )}
      <Parts edge={edge} />
      <Verdicts edge={edge} question={question} />
    </li>
  )
}

/** What the score is made of and who says so; read when it is opened. */
function Parts({ edge }: { edge: PartnerCardFragment }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <details className="no-print" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('partners.parts')}</summary>
      <Signals signals={edge.signals} />
      {open && edge.sources.length > 0 && (
        <p className="small quietly">
          {t('partners.sources')} <SourceNames ids={edge.sources} />
        </p>
      )}
    </details>
  )
}

function Score({ edge }: { edge: PartnerCardFragment }) {
  const { t } = useTranslation()
  const percent = Math.round(edge.score * 100)
  return (
    <span className={styles.score} title={t(`partners.basis.${edge.basis}`)}>
      {edge.basis === 'CHANCE' ? t('partners.chance', { percent }) : t('partners.scale', { percent })}
      <span className="only-read"> {t(`partners.basis.${edge.basis}`)}</span>
    </span>
  )
}

function Whereabouts({ edge }: { edge: PartnerCardFragment }) {
  const { t } = useTranslation()
  const kind = useKind()
  const dated = useDates()
  const facts = [
    kind(edge.node),
    placeOf(edge.node),
    typeof edge.km === 'number' && t('partners.km', { km: Math.round(edge.km) }),
    edge.newestEvidence && t('partners.newest', { date: dated(edge.newestEvidence) }),
    edge.node.confirmedAt && t('partners.confirmed', { date: dated(edge.node.confirmedAt) }),
    edge.known && t('partners.known'),
  ]
  return (
    <p className="small quietly">
      {facts.filter(Boolean).join(' · ')}
      {edge.url && (
        <>
          {' · '}
          <a href={edge.url} rel="noreferrer">
            {hostOf(edge.url)}
          </a>
        </>
      )}
    </p>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : url
}
