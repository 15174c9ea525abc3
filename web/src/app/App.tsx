import { useMemo } from 'react'
import { I18nProvider } from 'react-aria-components'
import { RouterProvider } from 'react-router'
import { Provider } from 'urql'

import { makeClient } from '../api/client'
import { useLanguage } from '../i18n/useLanguage'
import { makeRouter } from './routes'

export function App() {
  const { locale } = useLanguage()
  const client = useMemo(() => makeClient(), [])
  const router = useMemo(() => makeRouter(), [])
  return (
    <I18nProvider locale={locale}>
      <Provider value={client}>
        <RouterProvider router={router} />
      </Provider>
    </I18nProvider>
  )
}
