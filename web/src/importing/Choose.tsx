import { Button, DropZone, FileTrigger, Text } from 'react-aria-components'
import { useTranslation } from 'react-i18next'

import styles from './importing.module.css'

interface Props {
  /** Whether another file was there before; what was pressed to come back here is gone, and the focus with it. */
  isNext: boolean
  onChoose: (file: File) => void
}

/** Where a file is dropped or chosen. */
export function Choose({ isNext, onChoose }: Props) {
  const { t } = useTranslation('importing')
  return (
    <DropZone
      className={styles.drop!}
      aria-label={t('choose.label')}
      onDrop={async ({ items }) => {
        const dropped = items.find((item) => item.kind === 'file')
        if (dropped) onChoose(await dropped.getFile())
      }}
    >
      <Text slot="label" className={styles.dropHere!}>
        {t('choose.drop')}
      </Text>
      <FileTrigger onSelect={(files) => files?.[0] && onChoose(files[0])}>
        <Button autoFocus={isNext}>{t('choose.press')}</Button>
      </FileTrigger>
      <p className="quietly small">{t('choose.formats')}</p>
    </DropZone>
  )
}
