from typing import Any, Optional, Union

from ._service import Service
from .base_model import UNSET, UnsetType
from .enums import ElementType, Language
from .input_types import PartnerWithin
from .partners import Partners
from .search import Search
from .suggest_activity import SuggestActivity
from .why_not import WhyNot


def gql(q: str) -> str:
    return q


class Client(Service):
    def partners(
        self,
        for_: str,
        topic: str,
        within: Union[Optional[PartnerWithin], UnsetType] = UNSET,
        include_known: Union[Optional[bool], UnsetType] = UNSET,
        language: Union[Optional[Language], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Partners:
        query = gql("""
            query Partners($for: ID!, $topic: ID!, $within: PartnerWithin, $includeKnown: Boolean, $language: Language = CS, $first: Int = 10, $after: String) {
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
            }
            """)
        variables: dict[str, object] = {
            "for": for_,
            "topic": topic,
            "within": within,
            "includeKnown": include_known,
            "language": language,
            "first": first,
            "after": after,
        }
        response = self.execute(
            query=query, operation_name="Partners", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Partners.model_validate(data)

    def search(
        self,
        query: str,
        types: Union[Optional[list[ElementType]], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Search:
        _query = gql("""
            query Search($query: String!, $types: [ElementType!], $first: Int = 10) {
              search(query: $query, types: $types, first: $first) {
                edges {
                  node {
                    __typename
                    id
                    name
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"query": query, "types": types, "first": first}
        response = self.execute(
            query=_query, operation_name="Search", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Search.model_validate(data)

    def suggest_activity(
        self,
        name: str,
        organizer: str,
        topic: str,
        note: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> SuggestActivity:
        query = gql("""
            mutation SuggestActivity($name: String!, $organizer: ID!, $topic: ID!, $note: String) {
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
            }
            """)
        variables: dict[str, object] = {
            "name": name,
            "organizer": organizer,
            "topic": topic,
            "note": note,
        }
        response = self.execute(
            query=query, operation_name="SuggestActivity", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SuggestActivity.model_validate(data)

    def why_not(
        self,
        for_: str,
        topic: str,
        of: str,
        language: Union[Optional[Language], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> WhyNot:
        query = gql("""
            query WhyNot($for: ID!, $topic: ID!, $of: ID!, $language: Language = CS) {
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
            }
            """)
        variables: dict[str, object] = {
            "for": for_,
            "topic": topic,
            "of": of,
            "language": language,
        }
        response = self.execute(
            query=query, operation_name="WhyNot", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WhyNot.model_validate(data)
