import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useLanguage } from '../i18n/useLanguage'
import { useKind } from '../shared/kinds'
import { myLibrary } from '../shared/MyLibrary'
import { nameOf, placeOf } from '../shared/naming'
import type { Profile } from './profile'
import styles from './ProfilePage.module.css'

export function Head({ element }: { element: Profile }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const kind = useKind()
  const code = encodeURIComponent(element.id)
  return (
    <header>
      <p className="quietly">
        {[kind(element), placeOf(element), 'closed' in element && element.closed && t('profile.closed')].filter(Boolean).join(' · ')}
      </p>
      <h1>{nameOf(element, language)}</h1>
      {element.alternateNames && element.alternateNames.length > 0 && (
        <p className="quietly">{t('profile.alternateNames', { names: element.alternateNames.join(', ') })}</p>
      )}
      {element.description && <p className={styles.description}>{element.description}</p>}
      <Facts element={element} />
      <div className="row no-print">
        <Doors element={element} />
        <Link className="button quiet" to={`/explore?of=${code}`}>
          {t('profile.onMap')}
        </Link>
        <Link className="button plain" to={`/keep/suggest?of=${code}`}>
          {t('profile.suggest')}
        </Link>
        <a className="button plain" href={`v1/elements/${code}`} type="application/json">
          JSON
        </a>
      </div>
    </header>
  )
}

function Doors({ element }: { element: Profile }) {
  const { t } = useTranslation()
  const own = myLibrary.use()
  const code = encodeURIComponent(element.id)
  if (element.__typename === 'Library') {
    return (
      <>
        <Link className="button" to={`/partners?for=${code}`}>
          {t('nav.partners')}
        </Link>
        <Link className="button quiet" to={`/meeting?for=${code}`}>
          {t('nav.meeting')}
        </Link>
        {own?.id !== element.id && (
          <button type="button" className="plain" onClick={() => myLibrary.keep(element)}>
            {t('library.makeMine')}
          </button>
        )}
      </>
    )
  }
  if (element.__typename === 'Topic') {
    return (
      <Link className="button" to={`/partners?topic=${code}`}>
        {t('profile.partnersOnTopic')}
      </Link>
    )
  }
  return null
}

/** The facts of an element that are no connections; those that are not known are left out. */
function Facts({ element }: { element: Profile }) {
  const { t } = useTranslation()
  const { locale } = useLanguage()
  const facts: [string, string | null | undefined | false][] = [
    [t('facts.sigla'), 'sigla' in element && element.sigla],
    [t('facts.ico'), 'ico' in element && element.ico],
    [t('facts.population'), 'population' in element && element.population?.toLocaleString(locale)],
    [t('facts.since'), 'since' in element && element.since],
    [t('facts.until'), 'until' in element && element.until],
    [t('facts.results'), 'results' in element && element.results],
    [t('facts.purpose'), 'purpose' in element && element.purpose],
    [t('facts.sources'), element.sources?.join(', ')],
    [t('facts.updated'), element.updatedAt && new Date(element.updatedAt).toLocaleDateString(locale)],
  ]
  return (
    <dl className={styles.facts}>
      {element.url && (
        <div>
          <dt>{t('facts.url')}</dt>
          <dd>
            <a href={element.url} rel="noreferrer">
              {element.url}
            </a>
          </dd>
        </div>
      )}
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
