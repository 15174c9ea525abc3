import type { Client, CombinedError } from 'urql'

import { errorOf } from '../api/errors'
import { DrawInDocument, type DrawInMutationVariables } from '../gql/graphql'

/** Asks another Spojenci for a map; the id of the job that draws it in. */
export async function drawIn(client: Client, said: DrawInMutationVariables): Promise<{ id: string } | CombinedError> {
  const { data, error } = await client.mutation(DrawInDocument, said)
  if (error) return error
  const [refused] = data?.drawIn?.errors ?? []
  if (refused || !data?.drawIn) return errorOf(refused ?? {})
  return { id: data.drawIn.id }
}
