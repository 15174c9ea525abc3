import { useState } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useClient } from 'urql'

import { key } from '../api/key'
import { MeDocument } from '../gql/graphql'
import styles from './Account.module.css'
import { ByKey } from './ByKey'
import { providerHere } from './provider'
import { useHere } from './useHere'

/** The way to sign in. Whose sign-in has ended on the page does it there, for another page would not have what they have typed. */
export function ToSignIn({ className }: { className?: string }) {
  const { t } = useTranslation()
  const here = useHere()
  if (key.use() === 'over') return <Anew className={className} here={here} />
  return (
    <Link className={className} to={`/sign-in?then=${here}`}>
      {t('nav.signIn')}
    </Link>
  )
}

function Anew({ className, here }: { className?: string; here: string }) {
  const { t } = useTranslation()
  const client = useClient()
  const [open, setOpen] = useState(false)

  function enter(secret: string) {
    setOpen(false)
    key.keep(secret)
    void client.query(MeDocument, {}, { requestPolicy: 'network-only' }).toPromise() // it may be somebody else
  }

  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button className={className ?? 'plain'}>{t('nav.signInAgain')}</Button>
      <Popover className={styles.popover}>
        <Dialog aria-label={t('nav.signIn')} className={styles.dialog}>
          <ByKey onKey={enter} />
          {providerHere() && (
            <p className="small">
              <Link to={`/sign-in?then=${here}`} onClick={() => setOpen(false)}>
                {t('signIn.leaving')}
              </Link>
            </p>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
