import { Button, DropZone, FileTrigger, Text } from 'react-aria-components'
import { useTranslation } from 'react-i18next'

import styles from './importing.module.css'

/** Where a file is dropped or chosen. */
export function Choose({ onChoose }: { onChoose: (file: File) => void }) {
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
        <Button>{t('choose.press')}</Button>
      </FileTrigger>
      <p className="quietly small">{t('choose.formats')}</p>
    </DropZone>
  )
}
