import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

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

/** Shown where a page fails for a fault of ours. */
export function ErrorPage() {
  const { t } = useTranslation()
  return (
    <main className="notice">
      <h1>{t('errors.bug')}</h1>
      <p>
        <a href="./">{t('nav.start')}</a>
      </p>
    </main>
  )
}
