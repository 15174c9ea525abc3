/** What else is connected with an element, in the order of the page: fields of the API and keys of the texts. */
export const SECTIONS = [
  'organizers',
  'participants',
  'takesPartIn',
  'topics',
  'targetGroups',
  'worksOn',
  'serves',
  'offers',
  'needs',
  'roles',
  'offeredBy',
  'neededBy',
  'memberOf',
  'members',
  'founders',
  'operators',
  'founded',
  'broader',
  'narrower',
  'allies',
  'partOf',
  'located',
  'shows',
  'shownOn',
] as const

export type Section = (typeof SECTIONS)[number]
