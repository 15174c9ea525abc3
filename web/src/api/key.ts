import { useSyncExternalStore } from 'react'

import { session } from '../shared/storage'

const NAME = 'spojenci.key'
const OVER = 'spojenci.over'

/** Whether somebody has signed in, or had until the service took their key no more. */
export type SignedIn = 'no' | 'yes' | 'over'

const listeners = new Set<() => void>()

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function state(): SignedIn {
  if (session.getItem(NAME) !== null) return 'yes'
  return session.getItem(OVER) === null ? 'no' : 'over'
}

/** The key with which somebody has signed in; it lives as long as the tab, so that a shared computer forgets it. */
export const key = {
  read: (): string | null => session.getItem(NAME),
  keep: (value: string): void => {
    session.setItem(NAME, value)
    session.removeItem(OVER)
    tell()
  },
  forget: (): void => {
    session.removeItem(NAME)
    tell()
  },
  /** The service does not take it any more. */
  expire: (): void => {
    session.removeItem(NAME)
    session.setItem(OVER, '1')
    tell()
  },
  isOver: (): boolean => state() === 'over',
  use: (): SignedIn => useSyncExternalStore(subscribe, state),
}
