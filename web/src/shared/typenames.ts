import type { ElementType, NamedFragment } from '../gql/graphql'

/** What GraphQL calls elements of each type. */
export const TYPENAMES: Record<ElementType, NamedFragment['__typename']> = {
  ORGANIZATION: 'Organization',
  LIBRARY: 'Library',
  COMMUNITY: 'Community',
  ACTIVITY: 'Activity',
  TOPIC: 'Topic',
  ROLE: 'Role',
  TARGET_GROUP: 'TargetGroup',
  RESOURCE: 'Resource',
  PLACE: 'Place',
  PERSON: 'Person',
  ITEM: 'Item',
  MAP: 'Map',
  SOURCE: 'Source',
}
