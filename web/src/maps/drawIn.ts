import type { Client } from 'urql'

import { troubleOf } from '../api/errors'
import { DrawInDocument, type DrawInMutationVariables } from '../gql/graphql'
import type { Refused } from '../importing/upload'

/** Asks another Spojenci for a map; the id of the job that draws it in. */
export async function drawIn(client: Client, said: DrawInMutationVariables): Promise<{ id: string } | Refused> {
  const { data, error } = await client.mutation(DrawInDocument, said)
  if (error) return { trouble: troubleOf(error) }
  const [refused] = data?.drawIn?.errors ?? []
  if (refused || !data?.drawIn) return { trouble: 'input', message: refused?.message }
  return { id: data.drawIn.id }
}
