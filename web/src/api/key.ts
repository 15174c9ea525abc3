const NAME = 'spojenci.key'

/** The key with which somebody has signed in; it lives as long as the tab, so that a shared computer forgets it. */
export const key = {
  read: (): string | null => sessionStorage.getItem(NAME),
  keep: (value: string): void => sessionStorage.setItem(NAME, value),
  forget: (): void => sessionStorage.removeItem(NAME),
}
