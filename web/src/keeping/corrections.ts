import type { TypedDocumentNode } from 'urql'

import * as documents from '../gql/graphql'
import type { CorrectableQuery, CorrectTopicMutation } from '../gql/graphql'

/** An element with what can be corrected of it. */
export type Correctable = Extract<NonNullable<CorrectableQuery['node']>, { name: string }>

/** What people correct, in the order of a form; the years are those of activities. */
export const FIELDS = ['name', 'description', 'url', 'since', 'until'] as const
export type Field = (typeof FIELDS)[number]

export type Values = Partial<Record<Field, string>>

export function valuesOf(element: Partial<Record<Field, string | null>>): Values {
  const known = FIELDS.filter((field) => field in element)
  return Object.fromEntries(known.map((field) => [field, element[field] ?? '']))
}

/** What of the values differs from those before; what was emptied is null, as the API takes it. Null where nothing does. */
export function correction(before: Values, after: Values): Partial<Record<Field, string | null>> | null {
  const changed = FIELDS.filter((field) => (after[field] ?? '').trim() !== (before[field] ?? '').trim())
  if (changed.length === 0) return null
  return Object.fromEntries(changed.map((field) => [field, after[field]?.trim() || null]))
}

interface Variables {
  input: { id: string } & Partial<Record<Field, string | null>>
  note?: string | null
}

/** Each type has a mutation of its own; all of them answer the same. */
export const CORRECT = {
  Organization: documents.CorrectOrganizationDocument,
  Library: documents.CorrectLibraryDocument,
  Community: documents.CorrectCommunityDocument,
  Activity: documents.CorrectActivityDocument,
  Topic: documents.CorrectTopicDocument,
  Role: documents.CorrectRoleDocument,
  TargetGroup: documents.CorrectTargetGroupDocument,
  Resource: documents.CorrectResourceDocument,
  Place: documents.CorrectPlaceDocument,
  Person: documents.CorrectPersonDocument,
  Item: documents.CorrectItemDocument,
  Map: documents.CorrectMapDocument,
  Source: documents.CorrectSourceDocument,
} as Record<Correctable['__typename'], TypedDocumentNode<CorrectTopicMutation, Variables>>
