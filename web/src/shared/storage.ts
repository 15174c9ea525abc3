/** What the browser keeps for a page; where it may keep nothing, the page itself remembers until it is closed. */
export function storage(kind: 'localStorage' | 'sessionStorage'): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  try {
    const found = window[kind]
    found.getItem('') // some browsers refuse only then
    return found
  } catch {
    return remembered()
  }
}

function remembered() {
  const values = new Map<string, string>()
  return {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
  }
}

export const device = storage('localStorage')
export const session = storage('sessionStorage')
