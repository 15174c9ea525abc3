import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { BriefDocument, type BriefQuery } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { ElementPicker } from '../shared/ElementPicker'
import { myLibrary } from '../shared/MyLibrary'
import { nameOf } from '../shared/naming'
import { useNamed } from '../shared/useNamed'
import { useTitle } from '../shared/useTitle'
import { UseList } from './UseList'
import styles from './Uses.module.css'

const FORMATS = ['html', 'pdf', 'markdown'] as const

/** Prepares a meeting with the founder: what stands in the brief, and the brief to take along. */
export function MeetingPage() {
  const { t } = useTranslation()
  const [parameters, setParameters] = useSearchParams()
  const own = myLibrary.use()
  const library = parameters.get('for') ?? own?.id ?? null
  const named = useNamed([library])
  useTitle(t('nav.meeting'))
  return (
    <>
      <h1>{t('nav.meeting')}</h1>
      <p>{t('meeting.lead')}</p>
      <ElementPicker
        className="apart"
        label={t('meeting.library')}
        placeholder={t('library.hint')}
        types={['LIBRARY']}
        chosen={named(library)}
        onChoose={(chosen) => setParameters(chosen ? { for: chosen.id } : {})}
      />
      {library && <Brief library={library} />}
      <UseList />
    </>
  )
}

function Brief({ library }: { library: string }) {
  const { t } = useTranslation()
  const [answer, ask] = useQuery({ query: BriefDocument, variables: { library } })
  return (
    <Asked answer={answer} waiting={t('meeting.waiting')} onAgain={() => ask({ requestPolicy: 'network-only' })}>
      {({ founderBrief: brief }) => (brief ? <Found brief={brief} /> : <p className="notice">{t('errors.notFound')}</p>)}
    </Asked>
  )
}

function Found({ brief }: { brief: NonNullable<BriefQuery['founderBrief']> }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const founders = brief.founders.map((founder) => nameOf(founder, language)).join(', ')
  const counts = [
    t('meeting.activities', { count: brief.activities.length }),
    t('meeting.topics', { count: brief.topics.length }),
    t('meeting.groups', { count: brief.targetGroups.length }),
    t('meeting.partners', { count: brief.partners.length }),
  ]
  return (
    <section className={`card ${styles.brief}`}>
      <h2>{t('meeting.brief')}</h2>
      <p>{founders ? t('meeting.founder', { founders }) : t('meeting.noFounder')}</p>
      <ul>
        {counts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <div className="row">
        {FORMATS.map((format) => (
          <a
            key={format}
            className={format === 'html' ? 'button' : 'button quiet'}
            href={`v1/founder-brief?library=${encodeURIComponent(brief.library.id)}&lang=${language}&format=${format}`}
          >
            {t(`meeting.format.${format}`)}
          </a>
        ))}
      </div>
    </section>
  )
}
