import { useState } from 'react'
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useMutation } from 'urql'

import { TYPENAMES } from '../shared/typenames'

/** Why a write was not done: the request failed, or the service refused what was asked. */
export interface Refusal {
  failed?: CombinedError
  code?: string
  message?: string
}

interface Written {
  errors: { code: string; message: string }[]
}

/** What any write may change: elements, and the lists of what happened and what waits. Whatever shows them asks anew. */
const STALE = {
  additionalTypenames: [...Object.values(TYPENAMES), 'WriteConnection', 'ProposalConnection', 'DuplicateConnection', 'MismatchConnection', 'KeeperLink'],
}

/** Writes by a document. Where the service refuses, the answer and `refusal` say why; the latter until the next try. */
export function useWrite<Data extends object, Variables extends AnyVariables>(document: TypedDocumentNode<Data, Variables>) {
  const [{ fetching }, execute] = useMutation<Data, Variables>(document)
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  async function write(variables: Variables) {
    const { data, error } = await execute(variables, STALE)
    const written = data && Object.values(data).find((value): value is Written => typeof value === 'object')
    const refused: Refusal | null = error ? { failed: error } : (written?.errors[0] ?? null)
    setRefusal(refused)
    return { done: refused ? null : (data ?? null), refused }
  }

  return { write, writing: fetching, refusal }
}
