import { useTranslation } from 'react-i18next'

import { ElementPicker } from '../shared/ElementPicker'
import { useNamed } from '../shared/useNamed'
import styles from './PartnersPage.module.css'
import { DISTANCES, STRATEGIES, type Question } from './useQuestion'

interface Props {
  question: Question
  change: (name: keyof Question, value: string | null) => void
}

export function QuestionForm({ question, change }: Props) {
  const { t } = useTranslation()
  const named = useNamed([question.for, question.topic, question.group, question.need])
  const narrowed = Boolean(question.group || question.need || question.km || question.known || question.strategy !== 'BALANCED')

  const picker = (name: 'for' | 'topic' | 'group' | 'need', types: Parameters<typeof ElementPicker>[0]['types']) => (
    <ElementPicker
      label={t(`partners.ask.${name}`)}
      placeholder={t(`partners.hint.${name}`)}
      types={types}
      chosen={named(question[name])}
      onChoose={(element) => change(name, element?.id ?? null)}
    />
  )

  return (
    <search className={`${styles.form} no-print`}>
      <div className={styles.main}>
        {picker('for', ['LIBRARY', 'ORGANIZATION', 'COMMUNITY'])}
        {picker('topic', ['TOPIC'])}
      </div>
      <details open={narrowed || undefined}>
        <summary>{t('partners.more')}</summary>
        <div className={styles.more}>
          {picker('group', ['TARGET_GROUP'])}
          {picker('need', ['RESOURCE'])}
          <label className={styles.field}>
            {t('partners.ask.km')}
            <select value={question.km ?? ''} onChange={(event) => change('km', event.target.value)}>
              <option value="">{t('partners.anywhere')}</option>
              {DISTANCES.map((km) => (
                <option key={km} value={km}>
                  {t('partners.km', { km })}
                </option>
              ))}
            </select>
          </label>
          <label className={styles.field}>
            {t('partners.ask.strategy')}
            <select value={question.strategy} onChange={(event) => change('strategy', event.target.value)}>
              {STRATEGIES.map((strategy) => (
                <option key={strategy} value={strategy}>
                  {t(`partners.strategy.${strategy}`)}
                </option>
              ))}
            </select>
          </label>
          <label className={styles.check}>
            <input type="checkbox" checked={question.known} onChange={(event) => change('known', event.target.checked ? '1' : null)} />
            {t('partners.ask.known')}
          </label>
        </div>
      </details>
    </search>
  )
}
