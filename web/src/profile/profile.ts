import type { TypedDocumentNode } from '@graphql-typed-document-node/core'

import {
  type NamedFragment,
  ProfileOfActivityDocument,
  type ProfileOfActivityQuery,
  ProfileOfCommunityDocument,
  type ProfileOfCommunityQuery,
  ProfileOfOrganizationDocument,
  type ProfileOfOrganizationQuery,
  ProfileOfOtherDocument,
  type ProfileOfOtherQuery,
  ProfileOfPlaceDocument,
  type ProfileOfPlaceQuery,
  ProfileOfTermDocument,
  type ProfileOfTermQuery,
  type Status,
} from '../gql/graphql'

type Answer =
  | ProfileOfActivityQuery
  | ProfileOfCommunityQuery
  | ProfileOfOrganizationQuery
  | ProfileOfOtherQuery
  | ProfileOfPlaceQuery
  | ProfileOfTermQuery

/** An element as the profile asks for it. */
export type Profile = Extract<NonNullable<Answer['node']>, { name: string }>

/** The first of what an element is connected with, and how many there are. */
export interface Connected {
  edges: { status: Status | null; node: NamedFragment }[]
  totalCount?: number
}

type Document = TypedDocumentNode<Answer, { id: string }>

const DOCUMENTS: Partial<Record<NamedFragment['__typename'], Document>> = {
  Organization: ProfileOfOrganizationDocument,
  Library: ProfileOfOrganizationDocument,
  Community: ProfileOfCommunityDocument,
  Activity: ProfileOfActivityDocument,
  Topic: ProfileOfTermDocument,
  TargetGroup: ProfileOfTermDocument,
  Resource: ProfileOfTermDocument,
  Place: ProfileOfPlaceDocument,
}

/** What is asked of an element of a type: one document for all types would be too large for Neo4j to plan in time. */
export function documentOf(type: NamedFragment['__typename']): Document {
  return DOCUMENTS[type] ?? ProfileOfOtherDocument
}
