const NAME = 'spojenci.key'
const OVER = 'spojenci.over'

/** The key with which somebody has signed in; it lives as long as the tab, so that a shared computer forgets it. */
export const key = {
  read: (): string | null => sessionStorage.getItem(NAME),
  keep: (value: string): void => {
    sessionStorage.setItem(NAME, value)
    sessionStorage.removeItem(OVER)
  },
  forget: (): void => sessionStorage.removeItem(NAME),
  /** The service does not take it any more. */
  expire: (): void => {
    sessionStorage.removeItem(NAME)
    sessionStorage.setItem(OVER, '1')
  },
  isOver: (): boolean => sessionStorage.getItem(OVER) !== null,
}
