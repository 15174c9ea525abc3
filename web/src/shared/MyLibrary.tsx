import { useState } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { NamedFragment } from '../gql/graphql'
import { ElementPicker } from './ElementPicker'
import { kept } from './kept'
import styles from './MyLibrary.module.css'
import { addressOf } from './naming'

/** The library for which this device asks. */
export const myLibrary = kept<NamedFragment>('spojenci.library')

/** Says which library it is, and lets one choose another. */
export function MyLibrary() {
  const { t } = useTranslation()
  const library = myLibrary.use()
  const [open, setOpen] = useState(false)
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button className={`button quiet ${styles.chip}`}>{library ? library.name : t('library.choose')}</Button>
      <Popover className={styles.popover}>
        <Dialog aria-label={t('library.mine')} className={styles.dialog}>
          <ElementPicker
            label={t('library.mine')}
            placeholder={t('library.hint')}
            types={['LIBRARY']}
            chosen={library}
            autoFocus
            onChoose={(chosen) => {
              myLibrary.keep(chosen)
              if (chosen) setOpen(false)
            }}
          />
          {library && (
            <p>
              <Link to={addressOf(library)} onClick={() => setOpen(false)}>
                {t('library.profile')}
              </Link>
            </p>
          )}
          <p className="quietly small">{t('library.kept')}</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
