import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useMe } from '../account/useMe'
import { useLanguage } from '../i18n/useLanguage'
import { useKind, useProperties } from '../shared/words'
import { useDates } from '../shared/dates'
import { DocumentLink } from '../shared/DocumentLink'
import { myLibrary } from '../shared/MyLibrary'
import { addressOf, nameOf } from '../shared/naming'
import { SourceNames } from '../shared/SourceNames'
import type { Profile } from './profile'
import styles from './ProfilePage.module.css'

export function Head({ element }: { element: Profile }) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const kind = useKind()
  const { may } = useMe()
  const code = encodeURIComponent(element.id)
  return (
    <header>
      <p className="quietly">
        {kind(element)}
        {'places' in element &&
          element.places.nodes.map((place) => (
            <Fragment key={place.id}>
              {' · '}
              <Link to={addressOf(place)}>{place.name}</Link>
            </Fragment>
          ))}
        {'closed' in element && element.closed && ` · ${t('profile.closed')}`}
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
        {element.__typename === 'Library' && may('reviewer') && (
          <Link className="button plain" to={`/keep/links?of=${code}`}>
            {t('profile.keeperLink')}
          </Link>
        )}
      </div>
      <p className="row small no-print">
        {t('profile.data')}:
        {downloadsOf(element).map(([name, address]) => (
          <DocumentLink key={name} className="button plain" href={address} rel="alternate">
            {name}
          </DocumentLink>
        ))}
      </p>
    </header>
  )
}

/** The element for other programs: by itself, with what it is connected with, and a map for Kumu to read from its address. */
function downloadsOf({ id, __typename }: Profile): [name: string, address: string][] {
  const code = encodeURIComponent(id)
  const around = (format: string) => `v1/export?format=${format}&neighbourhood=${code}&steps=1`
  return [
    ['JSON', `v1/elements/${code}`],
    ['JSON-LD', around('jsonld')],
    ['Kumu', __typename === 'Map' ? `v1/maps/${code}.kumu.json` : around('kumu-blueprint')],
  ]
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
  return doorsOf(element.__typename, code).map(([key, address], place) => (
    <Link key={key} className={place === 0 ? 'button' : 'button quiet'} to={address}>
      {t(key)}
    </Link>
  ))
}

/** Questions that begin with an element of a type: their texts, and where they are asked. */
function doorsOf(type: Profile['__typename'], code: string) {
  switch (type) {
    case 'Organization':
    case 'Community':
      return [['nav.partners', `/partners?for=${code}`]] as const
    case 'Topic':
      return [['profile.partnersOnTopic', `/partners?topic=${code}`]] as const
    case 'Place':
      return [['uses.town.title', `/meeting/town?place=${code}`], ['uses.gaps.title', `/meeting/gaps?place=${code}`]] as const
    case 'TargetGroup':
      return [['uses.services.title', `/meeting/services?group=${code}`]] as const
    case 'Resource':
      return [['uses.resources.title', `/meeting/resources?resource=${code}`]] as const
    default:
      return []
  }
}

/** The facts of an element that are no connections; those that are not known are left out. */
function Facts({ element }: { element: Profile }) {
  const property = useProperties()
  const { locale } = useLanguage()
  const dated = useDates()
  const facts: [string, ReactNode][] = [
    [property('sigla'), 'sigla' in element && element.sigla],
    [property('ico'), 'ico' in element && element.ico],
    [property('population'), 'population' in element && element.population?.toLocaleString(locale)],
    [property('since'), 'since' in element && element.since && dated(element.since)],
    [property('until'), 'until' in element && element.until && dated(element.until)],
    [property('results'), 'results' in element && element.results],
    [property('purpose'), 'purpose' in element && element.purpose],
    [property('sources'), element.sources?.length && <SourceNames ids={element.sources} />],
    [property('confirmedAt'), element.confirmedAt && dated(element.confirmedAt)],
    [property('updatedAt'), element.updatedAt && new Date(element.updatedAt).toLocaleDateString(locale)],
  ]
  return (
    <dl className={styles.facts}>
      {element.url && (
        <div>
          <dt>{property('url')}</dt>
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
