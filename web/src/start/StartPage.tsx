import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'

import { ElementPicker } from '../shared/ElementPicker'
import { myLibrary } from '../shared/MyLibrary'
import { addressOf } from '../shared/naming'
import { useTitle } from '../shared/useTitle'
import styles from './StartPage.module.css'

export function StartPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const library = myLibrary.use()
  useTitle(t('start.title'))
  const own = library ? `?for=${encodeURIComponent(library.id)}` : ''
  return (
    <>
      <section className={styles.hero}>
        <h1>{t('start.title')}</h1>
        <p>{t('start.lead')}</p>
        <ElementPicker
          className={styles.search}
          label={t('start.search')}
          placeholder={t('start.placeholder')}
          onChoose={(element) => element && void navigate(addressOf(element))}
        />
      </section>
      <ul className={styles.doors}>
        <Door to={`/partners${own}`} title={t('nav.partners')} text={t('start.partners')} />
        <Door to={library ? `/explore?of=${encodeURIComponent(library.id)}` : '/explore'} title={t('nav.explore')} text={t('start.explore')} />
        <Door to={`/meeting${own}`} title={t('nav.meeting')} text={t('start.meeting')} />
      </ul>
    </>
  )
}

function Door({ to, title, text }: { to: string; title: string; text: string }) {
  return (
    <li className="card">
      <h2>
        <Link to={to}>{title}</Link>
      </h2>
      <p>{text}</p>
    </li>
  )
}
