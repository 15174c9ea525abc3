import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useQuery } from 'urql'

import { BriefDocument, type BriefQuery } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Asked } from '../shared/Asked'
import { DocumentLink } from '../shared/DocumentLink'
import { ElementPicker } from '../shared/ElementPicker'
import { myLibrary } from '../shared/MyLibrary'
import { nameOf } from '../shared/naming'
import { useNamed } from '../shared/useNamed'
import { Page } from '../shared/Page'
import { UseList } from './UseList'
import styles from './Uses.module.css'

/** What can be had of the brief, and how the address says so. */
const FORMATS = { pdf: 'format=pdf', html: 'format=html', annex: 'format=pdf&annex=true', markdown: 'format=markdown' } as const

/** Prepares a meeting with the founder: what stands in the brief, and the brief to take along. */
export function MeetingPage() {
  const { t } = useTranslation()
  const [parameters, setParameters] = useSearchParams()
  const own = myLibrary.use()
  const library = parameters.get('for') ?? own?.id ?? null
  const named = useNamed([library])
  return (
    <Page title={t('nav.meeting')} lead={t('meeting.lead')}>
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
    </Page>
  )
}

function Brief({ library }: { library: string }) {
  const { t } = useTranslation()
  const query = useQuery({ query: BriefDocument, variables: { library } })
  return (
    <Asked query={query} waiting={t('meeting.waiting')}>
      {({ founderBrief: brief }) => (brief ? <Found brief={brief} /> : <p className="notice">{t('errors.notFound')}</p>)}
    </Asked>
  )
}

function Found({ brief }: { brief: NonNullable<BriefQuery['founderBrief']> }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const founders = brief.founders.map((founder) => nameOf(founder, language)).join(', ')
  const counts = [
    ['activities', brief.activities.length],
    ['topics', brief.topics.length],
    ['groups', brief.targetGroups.length],
    ['partners', brief.partners.length],
  ] as const
  return (
    <section className={`card ${styles.brief}`}>
      <h2>{t('meeting.brief')}</h2>
      <p>{founders ? t('meeting.founder', { founders }) : t('meeting.noFounder')}</p>
      <ul>{counts.map(([what, count]) => count > 0 && <li key={what}>{t(`meeting.${what}`, { count })}</li>)}</ul>
      {brief.activities.length === 0 && (
        <p>
          {t('meeting.idle')} <Link to="/keep">{t('nav.keep')}</Link>
        </p>
      )}
      <div className="row">
        {(Object.keys(FORMATS) as (keyof typeof FORMATS)[]).map((format) => (
          <DocumentLink
            key={format}
            className={format === 'pdf' ? 'button' : 'button quiet'}
            href={`v1/founder-brief?library=${encodeURIComponent(brief.library.id)}&lang=${language}&${FORMATS[format]}`}
          >
            {t(`meeting.format.${format}`)}
          </DocumentLink>
        ))}
      </div>
    </section>
  )
}
