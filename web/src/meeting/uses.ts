import type { ElementType } from '../gql/graphql'

export type Field = 'place' | 'library' | 'one' | 'other' | 'near' | 'resource' | 'group' | 'of'

interface Asked {
  field: Field
  types: ElementType[]
  /** Whether the use answers without it. */
  optional?: boolean
  /** Whether the library of this device is meant where the address names nothing. */
  own?: boolean
}

const ALLIES: ElementType[] = ['LIBRARY', 'ORGANIZATION', 'COMMUNITY']

/** What each page of the meeting asks for; the names are those of its address, its texts and the API. */
export const USES = {
  town: [{ field: 'place', types: ['PLACE'] }],
  gaps: [{ field: 'place', types: ['PLACE'] }],
  similar: [{ field: 'library', types: ['LIBRARY'], own: true }],
  connectors: [
    { field: 'one', types: ['TOPIC', 'TARGET_GROUP', 'COMMUNITY', 'PLACE'] },
    { field: 'other', types: ['TOPIC', 'TARGET_GROUP', 'COMMUNITY', 'PLACE'] },
  ],
  resources: [
    { field: 'near', types: [...ALLIES, 'PLACE', 'ACTIVITY'], own: true },
    { field: 'resource', types: ['RESOURCE'] },
  ],
  services: [
    { field: 'group', types: ['TARGET_GROUP'] },
    { field: 'place', types: ['PLACE'], optional: true },
  ],
  visibility: [{ field: 'of', types: [...ALLIES, 'PLACE', 'TOPIC'], own: true }],
} satisfies Record<string, Asked[]>

export type Use = keyof typeof USES

export type Values = Partial<Record<Field, string>>

/** What has been chosen for a use: by the address, else by the device. */
export function valuesOf(use: Use, address: URLSearchParams, own: string | undefined): Values {
  const fields: Asked[] = USES[use]
  return Object.fromEntries(fields.map(({ field, own: mine }) => [field, address.get(field) ?? (mine ? own : undefined)]))
}

export function isComplete(use: Use, values: Values): boolean {
  const fields: Asked[] = USES[use]
  return fields.every(({ field, optional }) => optional || values[field])
}
