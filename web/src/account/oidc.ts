import { OidcClient } from 'oidc-client-ts'

import type { Provider } from './provider'

function clientOf(provider: Provider): OidcClient {
  return new OidcClient({ ...provider, redirect_uri: new URL('sign-in', document.baseURI).href })
}

/** Goes to the provider, to come back to the sign-in page, and from there to an address of the explorer. */
export async function leave(provider: Provider, address: string): Promise<void> {
  const { url } = await clientOf(provider).createSigninRequest({ state: address })
  location.assign(url)
}

/** The token with which the provider has sent somebody back, and where they wanted to go. */
export async function arrive(provider: Provider): Promise<{ token: string; address: string }> {
  const { access_token, userState } = await clientOf(provider).processSigninResponse(location.href)
  return { token: access_token, address: String(userState) }
}
