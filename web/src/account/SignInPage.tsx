import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { key } from '../api/key'
import { Page } from '../shared/Page'
import { ByAccount } from './ByAccount'
import { ByKey } from './ByKey'
import { providerHere } from './provider'

/** Signs in with an account of the provider, or with a key of the service, for as long as this tab is open. */
export function SignInPage() {
  const { t } = useTranslation()
  const [parameters] = useSearchParams()
  const provider = providerHere()

  function enter(secret: string, then: string | null) {
    key.keep(secret)
    location.replace(new URL(`.${backTo(then)}`, document.baseURI)) // what was read without the key is forgotten with the page
  }

  return (
    <Page title={t('nav.signIn')}>
      {provider && <ByAccount provider={provider} then={backTo(parameters.get('then'))} onToken={enter} />}
      <ByKey onKey={(typed) => enter(typed, parameters.get('then'))} />
    </Page>
  )
}

/** A page of the explorer, and no other host. */
function backTo(address: string | null): string {
  return address && /^\/(?!\/)/.test(address) ? address : '/'
}
