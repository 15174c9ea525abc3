import { session } from '../shared/storage'

const NAME = 'spojenci.key'
const OVER = 'spojenci.over'

/** The key with which somebody has signed in; it lives as long as the tab, so that a shared computer forgets it. */
export const key = {
  read: (): string | null => session.getItem(NAME),
  keep: (value: string): void => {
    session.setItem(NAME, value)
    session.removeItem(OVER)
  },
  forget: (): void => session.removeItem(NAME),
  /** The service does not take it any more. */
  expire: (): void => {
    session.removeItem(NAME)
    session.setItem(OVER, '1')
  },
  isOver: (): boolean => session.getItem(OVER) !== null,
}
