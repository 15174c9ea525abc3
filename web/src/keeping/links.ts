/** The address of a keeper's link; its secret stands behind the #, which no server and no log sees. */
export function linkOf(library: string, secret: string, base = document.baseURI): string {
  return new URL(`keeper?library=${encodeURIComponent(library)}#${secret}`, base).href
}
