import { useTranslation } from 'react-i18next'

import { key } from '../api/key'
import styles from './Account.module.css'
import { ToSignIn } from './ToSignIn'
import { useMe } from './useMe'

/** Who has signed in; leads to signing in and out. */
export function Account() {
  const { t } = useTranslation()
  const { me } = useMe()
  if (key.use() !== 'yes') return <ToSignIn />
  return (
    <>
      {me && (
        <span className={styles.name} title={t('signIn.as', { name: me.name })}>
          {me.name}
        </span>
      )}
      <button type="button" className="plain" onClick={signOut}>
        {t('nav.signOut')}
      </button>
    </>
  )
}

function signOut() {
  key.forget()
  location.reload() // what was read with the key is forgotten with the page
}
