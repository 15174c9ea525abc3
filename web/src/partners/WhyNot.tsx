import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { type NamedFragment, WhyNotDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { ElementPicker } from '../shared/ElementPicker'
import { nameOf } from '../shared/naming'

/** Says of a body that one misses on the lists where it stands, and what would lift it. */
export function WhyNot({ library, topic }: { library: string; topic: string }) {
  const { t } = useTranslation()
  const [missed, miss] = useState<NamedFragment | null>(null)
  return (
    <section className="notice no-print">
      <h2>{t('whyNot.title')}</h2>
      <ElementPicker
        className="apart"
        label={t('whyNot.label')}
        placeholder={t('whyNot.hint')}
        types={['ORGANIZATION', 'LIBRARY', 'COMMUNITY']}
        chosen={missed}
        onChoose={miss}
      />
      {missed && <Reasons library={library} topic={topic} missed={missed} />}
    </section>
  )
}

function Reasons({ library, topic, missed }: { library: string; topic: string; missed: NamedFragment }) {
  const { t } = useTranslation()
  const { language, asked } = useLanguage()
  const variables = { for: library, topic, of: missed.id, language: asked }
  const query = useQuery({ query: WhyNotDocument, variables })
  const name = nameOf(missed, language)
  return (
    <Asked query={query} waiting={t('partners.waiting')}>
      {({ whyNot }) =>
        whyNot && (
          <>
            <p>{whyNot.rank ? t('whyNot.rank', { name, rank: whyNot.rank }) : t('whyNot.unranked', { name })}</p>
            <Texts texts={whyNot.because} />
            {whyNot.lifts.length > 0 && <h3>{t('whyNot.lifts')}</h3>}
            <Texts texts={whyNot.lifts} />
          </>
        )
      }
    </Asked>
  )
}

function Texts({ texts }: { texts: { text: string }[] }) {
  return (
    <ul>
      {texts.map(({ text }) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
}
