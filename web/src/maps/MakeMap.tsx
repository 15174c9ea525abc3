import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { MakeMapDocument, type NamedFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { type Deed, Done } from '../keeping/Done'
import { Refused } from '../keeping/Refused'
import { useWrite } from '../keeping/useWrite'
import { ElementPicker } from '../shared/ElementPicker'
import { Press } from '../shared/Press'
import { addressOf } from '../shared/naming'
import { asksForSomething, type Choice, EMPTY, SIZES, variablesOf } from './choice'
import styles from './maps.module.css'
import { Several } from './Several'

interface Made {
  id: string
  name: string
  truncated: boolean
}

/** The form of a new map: what it is called, and what it shows. */
export function MakeMap() {
  const { t } = useTranslation('maps')
  const { language } = useLanguage()
  const { write, writing, refusal } = useWrite(MakeMapDocument)
  const [choice, setChoice] = useState<Choice>(EMPTY)
  const [deed, setDeed] = useState<Deed | null>(null)
  const [made, setMade] = useState<Made | null>(null)
  const [isEmpty, setEmpty] = useState(false)
  const change = (some: Partial<Choice>) => setChoice({ ...choice, ...some })

  async function send(event: FormEvent) {
    event.preventDefault()
    setEmpty(!asksForSomething(choice))
    if (!asksForSomething(choice)) return
    const { done } = await write(variablesOf(choice, language))
    const map = done?.makeMap
    if (!map) return
    const isWritten = map.status === 'APPLIED'
    setDeed({ text: t(isWritten ? 'make.done' : 'make.proposed', { name: choice.name, count: map.shows, sequence: map.sequence }), sequence: isWritten ? map.sequence : null })
    setMade(isWritten ? { id: map.id, name: choice.name, truncated: map.truncated } : null)
    setChoice(EMPTY)
  }

  return (
    <form className={styles.form} onSubmit={(event) => void send(event)}>
      <Done deed={deed} onUndone={() => setMade(null)} />
      {made && <Afterwards made={made} />}
      <label className={styles.field}>
        {t('make.name')}
        <input required value={choice.name} placeholder={t('make.hint.name')} onChange={({ target }) => change({ name: target.value })} />
      </label>
      <fieldset className={styles.what}>
        <legend>{t('make.what')}</legend>
        <ElementPicker label={t('make.place')} placeholder={t('make.hint.place')} types={['PLACE']} chosen={choice.place} onChoose={(place: NamedFragment | null) => change({ place })} />
        <Several label={t('make.topics')} placeholder={t('make.hint.topics')} types={['TOPIC']} chosen={choice.topics} onChange={(topics) => change({ topics })} />
        <label className={styles.field}>
          {t('make.search')}
          <input value={choice.search} placeholder={t('make.hint.search')} onChange={({ target }) => change({ search: target.value })} />
        </label>
        <Several label={t('make.elements')} placeholder={t('make.hint.elements')} chosen={choice.elements} onChange={(elements) => change({ elements })} />
      </fieldset>
      <label className={styles.field}>
        {t('make.purpose')}
        <input value={choice.purpose} onChange={({ target }) => change({ purpose: target.value })} />
      </label>
      <div className="row">
        <label className="row">
          {t('make.first')}
          <select value={choice.first} onChange={({ target }) => change({ first: Number(target.value) })}>
            {SIZES.map((size) => (
              <option key={size}>{size}</option>
            ))}
          </select>
        </label>
        <label className={styles.check}>
          <input type="checkbox" checked={choice.membersOnly} onChange={({ target }) => change({ membersOnly: target.checked })} />
          {t('make.membersOnly')}
        </label>
      </div>
      {isEmpty && <p role="alert">{t('make.empty')}</p>}
      <div>
        <Press type="submit" busy={writing}>
          {t(writing ? 'make.writing' : 'make.press')}
        </Press>
      </div>
      <Refused refusal={refusal} />
    </form>
  )
}

function Afterwards({ made }: { made: Made }) {
  const { t } = useTranslation('maps')
  return (
    <p className="row">
      <Link to={addressOf(made)}>{t('make.look', { name: made.name })}</Link>
      {made.truncated && <span className="quietly">{t('make.truncated')}</span>}
    </p>
  )
}
