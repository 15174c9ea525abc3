import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { Page } from '../shared/Page'

interface Props {
  of: 'log' | 'proposals' | 'duplicates' | 'mismatches'
  children: ReactNode
}

/** One of the pages that keep the map true, below the page with the doors to them. */
export function KeepingPage({ of, children }: Props) {
  const { t } = useTranslation('keeping')
  return (
    <Page title={t(`${of}.title`)} lead={t(`${of}.lead`)} under={{ to: '/keep', text: t('title') }}>
      {children}
    </Page>
  )
}
