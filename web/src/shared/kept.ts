import { useSyncExternalStore } from 'react'

import { device } from './storage'

/** A value that this device remembers; every part of the page that uses it sees it change. */
export function kept<T>(name: string) {
  const listeners = new Set<() => void>()
  let text = device.getItem(name)
  let value = parsed<T>(text)

  function keep(next: T | null): void {
    text = next === null ? null : JSON.stringify(next)
    value = next
    if (text === null) device.removeItem(name)
    else device.setItem(name, text)
    for (const listener of listeners) listener()
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return { keep, use: (): T | null => useSyncExternalStore(subscribe, () => value) }
}

function parsed<T>(text: string | null): T | null {
  try {
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}
