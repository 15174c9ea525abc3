import { useState } from 'react'

import { session } from '../shared/storage'
import { type Picked, read, written } from './picked'

const KEPT = 'spojenci.picked'

/** Who is picked from the answer to a question; whoever looks at a profile, or loads the page anew, finds them picked still. */
export function usePicked(question: string): [Picked, (picked: Picked) => void] {
  const [picked, setPicked] = useState<Picked>(() => read(session.getItem(KEPT), question))

  function pick(next: Picked) {
    session.setItem(KEPT, written(next, question))
    setPicked(next)
  }

  return [picked, pick]
}
