import { useTranslation } from 'react-i18next'

import connections from '../i18n/connections.json'
import type { Language } from '../i18n'
import { useLanguage } from '../i18n/useLanguage'
import { useProperties } from '../shared/words'
import styles from './importing.module.css'
import { type Asked, isUnknown, labelsOf, type Meaning, type Pick, type Picks, type Way, waysBetween } from './mapping'
import { useTypeName } from './useTypeName'

interface Props {
  asked: Asked[]
  picks: Picks
  meanings: Meaning[]
  onPick: (key: string, pick: Pick) => void
}

/** What each word of the file means, to be picked from lists. */
export function Words({ asked, picks, meanings, onPick }: Props) {
  const { t } = useTranslation('importing')
  const labels = labelsOf(asked, picks)
  return (
    <ul className={styles.words}>
      {asked.map((each) => (
        <li key={each.key} className="card">
          <Heading asked={each} />
          <One asked={each} pick={picks[each.key] ?? each.read} meanings={meanings} labels={labels} onPick={(pick) => onPick(each.key, pick)} />
          {isUnknown(each) && !picks[each.key] && <p className={`${styles.unknown} small`}>{t('words.unknown')}</p>}
        </li>
      ))}
    </ul>
  )
}

function Heading({ asked: { part, word } }: { asked: Asked }) {
  const { t } = useTranslation('importing')
  return (
    <>
      <h3>{word.word ? t(`words.${part}`, { word: word.word }) : t(`words.none.${part as 'TYPES'}`)}</h3>
      <p className="quietly small">
        {t('words.count', { count: word.count })}: {word.examples.join(' · ')}
      </p>
    </>
  )
}

interface OneProps {
  asked: Asked
  pick: Pick
  meanings: Meaning[]
  labels: string[]
  onPick: (pick: Pick) => void
}

function One(props: OneProps) {
  if (props.asked.part === 'TYPES') return <OneType {...props} />
  return props.asked.part === 'FIELDS' ? <OneField {...props} /> : <OneConnection {...props} />
}

function OneType({ asked, pick, meanings, onPick }: OneProps) {
  const { t } = useTranslation('importing')
  return (
    <Select label={t('words.what')} about={asked.word.word} value={pick.label ?? ''} onChange={(label) => onPick({ label })}>
      <TypeOptions meanings={meanings} />
    </Select>
  )
}

const OWN = 'own'

function OneField({ asked, pick, meanings, labels, onPick }: OneProps) {
  const { t } = useTranslation('importing')
  const called = useProperties()
  const properties = meanings.filter(({ part, of }) => part === 'FIELDS' && of.some((label) => labels.includes(label)))
  const value = pick.label ? `names ${pick.label}` : pick.property ? `property ${pick.property}` : OWN

  function choose(chosen: string) {
    const [what, name] = chosen.split(' ')
    onPick(what === OWN ? { property: '' } : what === 'names' ? { label: name! } : { property: name! })
  }

  return (
    <>
      <Select label={t('words.what')} about={asked.word.word} value={value} onChange={choose}>
        <option value={OWN}>{t('words.own')}</option>
        <optgroup label={t('words.names')}>
          <TypeOptions meanings={meanings} prefix="names " />
        </optgroup>
        <optgroup label={t('words.properties')}>
          {properties.map(({ name, text }) => (
            <option key={name} value={`property ${name}`} title={text}>
              {called(name) === name ? text : called(name)}
            </option>
          ))}
        </optgroup>
      </Select>
      {pick.label && <WayOf asked={asked} pick={pick} ways={waysBetween(meanings, labels, pick.label)} onPick={onPick} />}
    </>
  )
}

function WayOf({ asked, pick, ways, onPick }: { asked: Asked; pick: Pick; ways: Way[]; onPick: (pick: Pick) => void }) {
  const { t } = useTranslation('importing')
  const sentence = useSentenceOf()
  return (
    <Select
      label={t('words.way')}
      about={asked.word.word}
      value={pick.link ? `${pick.link} ${pick.reversed ?? false}` : ''}
      onChange={(chosen) => {
        const [link, reversed] = chosen.split(' ')
        onPick(link ? { label: pick.label!, link, reversed: reversed === 'true' } : { label: pick.label! })
      }}
    >
      <option value="">{t('words.byHeading')}</option>
      {ways.map((way) => (
        <option key={`${way.link} ${way.reversed}`} value={`${way.link} ${way.reversed}`}>
          {sentence(way)}
        </option>
      ))}
    </Select>
  )
}

function OneConnection({ asked, pick, meanings, onPick }: OneProps) {
  const { t } = useTranslation('importing')
  const sentence = useSentenceOf()
  const links = [...new Set(meanings.filter(({ part }) => part === 'CONNECTIONS').map(({ name }) => name))]
  return (
    <>
      <Select label={t('words.what')} about={asked.word.word} value={pick.link ?? ''} onChange={(link) => onPick({ link, reversed: pick.reversed ?? false })}>
        {links.map((link) => (
          <option key={link} value={link}>
            {sentence({ link })}
          </option>
        ))}
      </Select>
      <label className="row">
        <input type="checkbox" checked={pick.reversed ?? false} onChange={({ target }) => onPick({ link: pick.link ?? '', reversed: target.checked })} />
        {t('words.reversed')}
      </label>
    </>
  )
}

function TypeOptions({ meanings, prefix = '' }: { meanings: Meaning[]; prefix?: string }) {
  const name = useTypeName()
  return meanings
    .filter(({ part }) => part === 'TYPES')
    .map(({ name: label }) => (
      <option key={label} value={`${prefix}${label}`}>
        {name(label)}
      </option>
    ))
}

interface SelectProps {
  label: string
  about: string
  value: string
  onChange: (value: string) => void
  children: React.ReactNode
}

function Select({ label, about, value, onChange, children }: SelectProps) {
  return (
    <label className={styles.field}>
      <span>
        {label} <span className="only-read">{about}</span>
      </span>
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        {children}
      </select>
    </label>
  )
}

/** Says a connection in words, from its type where that is known; what it leads to would have to be declined. */
export function useSentenceOf(): (way: { link: string; source?: string }) => string {
  const name = useTypeName()
  const { language } = useLanguage()
  return ({ link, source }) => {
    const sentence = (connections as Record<string, Record<Language, string>>)[link]?.[language] ?? link
    return sentence.replace('{source}', source ? name(source) : '…').replace('{target}', '…')
  }
}
