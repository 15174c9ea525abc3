export const Partners = `query Partners($for: ID!, $topic: ID!, $within: PartnerWithin, $includeKnown: Boolean, $language: Language = CS, $first: Int = 10, $after: String) {
  potentialPartners(
    for: $for
    topic: $topic
    within: $within
    includeKnown: $includeKnown
    first: $first
    after: $after
  ) {
    edges {
      score
      km
      node {
        __typename
        id
        name
      }
      signals {
        signal
        value
        weight
        contribution
      }
      evidence {
        text(language: $language)
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`;
export const Search = `query Search($query: String!, $types: [ElementType!], $first: Int = 10) {
  search(query: $query, types: $types, first: $first) {
    edges {
      node {
        __typename
        id
        name
      }
    }
  }
}`;
export const SuggestActivity = `mutation SuggestActivity($name: String!, $organizer: ID!, $topic: ID!, $note: String) {
  createActivities(
    input: [{name: $name, organizers: [{connect: $organizer}], topics: [{connect: $topic}]}]
    note: $note
  ) {
    outcomes {
      status
    }
    elements {
      id
      name
    }
    errors {
      code
      path
      message
    }
  }
}`;
export const WhyNot = `query WhyNot($for: ID!, $topic: ID!, $of: ID!, $language: Language = CS) {
  whyNot(for: $for, topic: $topic, of: $of) {
    rank
    listed
    because {
      text(language: $language)
    }
    lifts {
      text(language: $language)
    }
  }
}`;
