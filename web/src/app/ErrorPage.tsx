import { useTranslation } from 'react-i18next'
import { Link, useRouteError } from 'react-router'

import { isUnloaded } from '../api/errors'
import { Page } from '../shared/Page'
import { Search } from '../shared/Search'

/** An address that there is not, or an element that is not on the map, with the way to what is. */
export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('errors.notFound')} lead={t('errors.mend.notFound')}>
      <Search className="apart" />
      <p>
        <Link to="/">{t('nav.start')}</Link>
      </p>
    </Page>
  )
}

/** Shown where a page did not come, or fails for a fault of ours. */
export function ErrorPage() {
  const { t } = useTranslation()
  const isMissing = isUnloaded(useRouteError())
  return (
    <section role="alert" className="notice">
      <h1>{t(isMissing ? 'errors.unloaded' : 'errors.bug')}</h1>
      <p>{t(isMissing ? 'errors.mend.unloaded' : 'errors.mend.bug')}</p>
      <p className="row">
        <button type="button" onClick={() => location.reload()}>
          {t('errors.reload')}
        </button>
        <a href="./">{t('nav.start')}</a>
      </p>
    </section>
  )
}
