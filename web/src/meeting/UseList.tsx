import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { type Use, USES } from './uses'
import styles from './Uses.module.css'

/** What else can be prepared for a meeting. */
export function UseList() {
  const { t } = useTranslation()
  return (
    <section className="no-print">
      <h2>{t('uses.title')}</h2>
      <ul className={styles.uses}>
        {(Object.keys(USES) as Use[]).map((use) => (
          <li key={use} className="card">
            <h3>
              <Link to={`/meeting/${use}`}>{t(`uses.${use}.title`)}</Link>
            </h3>
            <p className="small quietly">{t(`uses.${use}.lead`)}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
