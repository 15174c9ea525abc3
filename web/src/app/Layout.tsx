import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router'

import { Account } from '../account/Account'
import { choose } from '../i18n'
import { useLanguage } from '../i18n/useLanguage'
import { MyLibrary } from '../shared/MyLibrary'
import { useOnline } from '../shared/useOnline'
import styles from './Layout.module.css'

/** Where GraphiQL is; in production there is none. */
const GRAPHIQL = document.querySelector<HTMLMetaElement>('meta[name="graphiql"]')

export function Layout() {
  const { t } = useTranslation()
  const main = useFocusAfterNavigation()
  return (
    <>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {t('nav.skip')}
      </button>
      <header className={styles.header}>
        <NavLink to="/" className={styles.brand} end>
          Spojenci
        </NavLink>
        <nav aria-label={t('nav.label')} className={styles.nav}>
          <NavLink to="/partners">{t('nav.partners')}</NavLink>
          <NavLink to="/explore">{t('nav.explore')}</NavLink>
          <NavLink to="/meeting">{t('nav.meeting')}</NavLink>
          <NavLink to="/keep">{t('nav.keep')}</NavLink>
        </nav>
        <div className={styles.own}>
          <MyLibrary />
          <Account />
          <LanguageChoice />
        </div>
      </header>
      <main id="content" ref={main} tabIndex={-1} className={styles.main}>
        <Connection />
        <Outlet />
      </main>
      <footer className={styles.footer}>
        {GRAPHIQL && <a href={GRAPHIQL.content}>{t('nav.developers')}</a>}
      </footer>
      <ScrollRestoration />
    </>
  )
}

/** Says that the device is offline, while what was read stays. */
function Connection() {
  const { t } = useTranslation()
  const online = useOnline()
  return <output className="no-print">{!online && <span className="notice">{t('errors.noNetwork')}</span>}</output>
}

function LanguageChoice() {
  const { language } = useLanguage()
  const other = language === 'cs' ? 'en' : 'cs'
  return (
    <button type="button" className="plain" lang={other} onClick={() => void choose(other)}>
      {other === 'cs' ? 'Česky' : 'English'}
    </button>
  )
}

/** Puts the focus on what is new, as a browser does for a new page; not on the first one, and not while typing. */
function useFocusAfterNavigation() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current !== pathname) main.current?.focus({ preventScroll: true })
    before.current = pathname
  }, [pathname])
  return main
}
