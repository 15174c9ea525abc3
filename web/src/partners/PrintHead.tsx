import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useLanguage } from '../i18n/useLanguage'
import { nameOf } from '../shared/naming'
import { useNamed } from '../shared/useNamed'
import styles from './PartnersPage.module.css'
import type { Question } from './useQuestion'

/** The question on paper, where the form is not, with the day and the address at which it can be asked again. */
export function PrintHead({ question }: { question: Question }) {
  const { t } = useTranslation()
  const { language, locale } = useLanguage()
  const [today] = useState(() => new Date())
  const named = useNamed([question.for, question.topic, question.group, question.need])
  const asked = (['for', 'topic', 'group', 'need'] as const).flatMap((name) => {
    const element = named(question[name])
    return element ? [`${t(`partners.ask.${name}`)}: ${nameOf(element, language)}`] : []
  })
  return (
    <div className={styles.printHead}>
      <p>
        <strong>{asked.join(' · ')}</strong>
      </p>
      <p className="small quietly">
        {today.toLocaleDateString(locale)} · {location.href}
      </p>
    </div>
  )
}
