import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { Press } from '../shared/Press'
import { useProperties } from '../shared/words'
import { type Correctable, CORRECT, correction, type Field, FIELDS, valuesOf } from './corrections'
import { type Deed, Done } from './Done'
import styles from './keeping.module.css'
import { Refused } from './Refused'
import { useWrite } from './useWrite'

/** The form with what the map said when it was opened; what is changed in it is sent, and nothing that others write meanwhile. */
export function SuggestForm({ element }: { element: Correctable }) {
  const { t } = useTranslation('keeping')
  const [before, setBefore] = useState(() => valuesOf(element))
  const [after, setAfter] = useState(before)
  /** What the last write changed, which can be undone. */
  const [said, setSaid] = useState({ earlier: before, later: before })
  const [note, setNote] = useState('')
  const [deed, setDeed] = useState<Deed | null>(null)
  const { write, writing, refusal } = useWrite(CORRECT[element.__typename])

  async function send(event: FormEvent) {
    event.preventDefault()
    const changed = correction(before, after)
    if (!changed) return setDeed({ text: t('suggest.nothing') })
    const { done } = await write({ input: { id: element.id, ...changed }, note: note.trim() || null })
    const outcome = done?.write?.outcomes[0]
    if (!outcome) return setDeed(null)
    const texts = { PROPOSED: 'suggest.proposed', APPLIED: 'suggest.applied', UNCHANGED: 'suggest.unchanged' } as const
    const { sequence } = outcome
    if (outcome.status === 'APPLIED') {
      setSaid({ earlier: before, later: after })
      setBefore(after)
    }
    setDeed({ text: t(texts[outcome.status], { sequence }), sequence: outcome.status === 'APPLIED' ? sequence : null })
  }

  return (
    <form className={styles.form} onSubmit={(event) => void send(event)}>
      {FIELDS.filter((field) => field in before).map((field) => (
        <Box key={field} field={field} value={after[field] ?? ''} onChange={(value) => setAfter({ ...after, [field]: value })} />
      ))}
      <label className={styles.field}>
        {t('suggest.why')}
        <textarea rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <div className="row">
        <Press type="submit" busy={writing}>
          {t('suggest.send')}
        </Press>
        <Link to="/keep/proposals">{t('suggest.mine')}</Link>
      </div>
      <Refused refusal={refusal} />
      <Done deed={deed} onUndone={(isUndone) => setBefore(isUndone ? said.earlier : said.later)} />
    </form>
  )
}

function Box({ field, value, onChange }: { field: Field; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('keeping')
  const properties = useProperties()
  const dated = field === 'since' || field === 'until'
  return (
    <label className={styles.field}>
      {properties(field)}
      {field === 'description' ? (
        <textarea rows={5} value={value} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input
          type={field === 'url' ? 'url' : 'text'}
          required={field === 'name'}
          placeholder={dated ? t('suggest.dates') : undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </label>
  )
}
