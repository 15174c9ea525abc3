import { type ComponentType, Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'

import { NotFoundPage } from '../app/ErrorPage'
import { ElementPicker } from '../shared/ElementPicker'
import { myLibrary } from '../shared/MyLibrary'
import { nameOf } from '../shared/naming'
import { useLanguage } from '../i18n/useLanguage'
import { useNamed } from '../shared/useNamed'
import { Page } from '../shared/Page'
import { ConnectorsAnswer } from './ConnectorsAnswer'
import { GapsAnswer } from './GapsAnswer'
import { ResourcesAnswer } from './ResourcesAnswer'
import { ServicesAnswer } from './ServicesAnswer'
import { SimilarAnswer } from './SimilarAnswer'
import { TownAnswer } from './TownAnswer'
import { isComplete, type Use, USES, type Values, valuesOf } from './uses'
import styles from './Uses.module.css'
import { VisibilityAnswer } from './VisibilityAnswer'

const ANSWERS: Record<Use, ComponentType<{ values: Values }>> = {
  town: TownAnswer,
  gaps: GapsAnswer,
  similar: SimilarAnswer,
  connectors: ConnectorsAnswer,
  resources: ResourcesAnswer,
  services: ServicesAnswer,
  visibility: VisibilityAnswer,
}

/** One question for a meeting, whose answer is printed as it stands. */
export function UsePage() {
  const { use = '' } = useParams()
  return use in USES ? <Asking key={use} use={use as Use} /> : <NotFoundPage />
}

function Asking({ use }: { use: Use }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const [address, setAddress] = useSearchParams()
  const own = myLibrary.use()
  const values = valuesOf(use, address, own?.id)
  const fields = USES[use]
  const named = useNamed(fields.map(({ field }) => values[field] ?? null))
  const names = fields.map(({ field }) => named(values[field] ?? null)).filter((element) => element !== null)
  const Answer = ANSWERS[use]
  const [whole, setWhole] = useState(false)

  function choose(field: string, id: string | undefined) {
    const after = new URLSearchParams(Object.entries(values).filter(([, value]) => value))
    if (id) after.set(field, id)
    else after.delete(field)
    setAddress(after, { preventScrollReset: true })
  }

  return (
    <Page title={t(`uses.${use}.title`)} lead={t(`uses.${use}.lead`)} under={{ to: '/meeting', text: t('nav.meeting') }}>
      <p className={styles.subject}>{names.map((element) => nameOf(element, language)).join(' · ')}</p>
      <search className={`${styles.form} no-print`}>
        {fields.map(({ field, types }) => (
          <ElementPicker
            key={field}
            label={t(`uses.fields.${field}`)}
            placeholder={t(`uses.hints.${field}`)}
            types={types}
            chosen={named(values[field] ?? null)}
            onChoose={(element) => choose(field, element?.id)}
          />
        ))}
      </search>
      {isComplete(use, values) ? (
        <Fragment key={JSON.stringify(values)}>
          <div className="row no-print">
            <button type="button" className="quiet" onClick={() => print()}>
              {t('take.print')}
            </button>
            <label className={`row ${styles.whole}`}>
              <input type="checkbox" checked={whole} onChange={(event) => setWhole(event.target.checked)} />
              {t('uses.whole')}
            </label>
          </div>
          <h2 className="only-read">{t('uses.answer')}</h2>
          <div className={whole ? undefined : styles.sheets}>
            <Answer values={values} />
            <p className={`small ${styles.cut}`}>{t('uses.cut', { address: location.href })}</p>
          </div>
        </Fragment>
      ) : (
        <p className="notice">{t(`uses.${use}.begin`)}</p>
      )}
    </Page>
  )
}
