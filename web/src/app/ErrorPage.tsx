import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <section className="notice">
      <h1>{t('errors.notFound')}</h1>
      <p>
        <Link to="/">{t('nav.start')}</Link>
      </p>
    </section>
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
