/** Where people sign in (OpenID Connect), as the service has written it into the page. */
export interface Provider {
  authority: string
  client_id: string
  scope: string
}

export function providerHere(): Provider | null {
  const told = document.querySelector<HTMLMetaElement>('meta[name="oidc"]')
  return told && (JSON.parse(told.content) as Provider)
}
