import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'

import { ElementPicker } from './ElementPicker'
import { addressOf } from './naming'

/** The box in which one finds anything of the map, and goes there. */
export function Search({ className }: { className?: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <ElementPicker
      className={className}
      label={t('start.search')}
      placeholder={t('start.placeholder')}
      onChoose={(element) => element && void navigate(addressOf(element))}
    />
  )
}
