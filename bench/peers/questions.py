"""What is asked, in the words of each who answers.

Selections have one order in all three, so that answers can be compared value by value.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

OURS, NEO4J, STRAWBERRY = "spojenci", "@neo4j/graphql", "strawberry"

Sample = Mapping[str, object]
"""Values of the variables of all questions, of which each document takes what it declares."""


@dataclass(frozen=True)
class Question:
    """A question in up to three dialects; ``apart`` says why answers are not the same work, where they are not."""

    name: str
    texts: Mapping[str, str]
    apart: str = ""

    def values(self, dialect: str, sample: Sample) -> dict[str, object]:
        """The variables that a document declares."""
        return {name: sample[name] for name in re.findall(r"\$(\w+):", self.texts[dialect])}


def leaves(answer: object) -> Iterator[object]:
    """The values of an answer in their order, whatever they are wrapped in; an enum counts as the text that is stored."""
    if isinstance(answer, Mapping):
        yield from leaves([*answer.values()])
    elif isinstance(answer, list):
        for each in answer:
            yield from leaves(each)
    else:
        yield answer.lower() if isinstance(answer, str) else answer


_SORT = "sort: [{sortKey: ASC}]"
_EDGES = "sort: [{node: {sortKey: ASC}}]"

QUESTIONS: tuple[Question, ...] = (
    Question(
        "by id",
        {
            OURS: "query($id: ID!) { library(id: $id) { id name description registrationNumber url } }",
            NEO4J: "query($id: ID!) { libraries(where: {id: {eq: $id}}) { id name description registrationNumber url } }",
            STRAWBERRY: "query($id: ID!) { library(id: $id) { id name description registrationNumber url } }",
        },
    ),
    Question(
        "page of 20",
        {
            OURS: "query($after: String) { libraries(first: 20, after: $after) { nodes { id name } } }",
            NEO4J: f"query($offset: Int) {{ libraries(limit: 20, offset: $offset, {_SORT}) {{ id name }} }}",
            STRAWBERRY: "query($key: String!) { libraries(first: 20, after: $key) { id name } }",
        },
    ),
    Question(
        "nested, 20 × 10",
        {
            OURS: """query($after: String) { libraries(first: 20, after: $after) { nodes { id name activities(first: 10) { nodes {
                id name since topics(first: 10) { nodes { id name } }
                participants(first: 10) { edges { involvement node { id name } } } } } } } }""",
            NEO4J: f"""query($offset: Int) {{ libraries(limit: 20, offset: $offset, {_SORT}) {{ id name activities(limit: 10, {_SORT}) {{
                id name since topics(limit: 10, {_SORT}) {{ id name }}
                participantsConnection(first: 10, {_EDGES}) {{ edges {{ properties {{ involvement }} node {{ id name }} }} }} }} }} }}""",
            STRAWBERRY: """query($key: String!) { libraries(first: 20, after: $key) { id name activities(first: 10) {
                id name since topics(first: 10) { id name } participants(first: 10) { involvement id name } } } }""",
        },
    ),
    Question(
        "deep, 4 levels",
        {
            OURS: """query($topic: ID!) { topic(id: $topic) { activities(first: 10) { nodes { name
                organizers(first: 10) { nodes { name places(first: 10) { nodes { name } } } }
                participants(first: 10) { nodes { name } } } } } }""",
            NEO4J: f"""query($topic: ID!) {{ topics(where: {{id: {{eq: $topic}}}}) {{ activities(limit: 10, {_SORT}) {{ name
                organizers(limit: 10, {_SORT}) {{ name places(limit: 10, {_SORT}) {{ name }} }}
                participants(limit: 10, {_SORT}) {{ name }} }} }} }}""",
            STRAWBERRY: """query($topic: ID!) { topic(id: $topic) { activities(first: 10) { name
                organizers(first: 10) { name places(first: 10) { name } } participants(first: 10) { name } } } }""",
        },
    ),
    Question(
        "filtered, counted",
        {
            OURS: """query($topic: ID!) { activities(first: 10, filter: {topics: {some: {node: {id: {eq: $topic}}}}}) {
                nodes { id } totalCount } }""",
            NEO4J: f"""query($topic: ID!) {{ activitiesConnection(first: 10, {_SORT}, where: {{topics: {{some: {{id: {{eq: $topic}}}}}}}}) {{
                edges {{ node {{ id }} }} totalCount }} }}""",
            STRAWBERRY: "query($topic: ID!) { activities(topic: $topic, first: 10) { nodes { id } totalCount } }",
        },
    ),
    Question(
        "with facets",
        {
            OURS: """query($topic: ID!) { activities(first: 10, filter: {topics: {some: {node: {id: {eq: $topic}}}}}) {
                nodes { id } totalCount facets { topics(first: 5) { count node { id } } } } }""",
            STRAWBERRY: """query($topic: ID!) { activities(topic: $topic, first: 10) { nodes { id } totalCount
                topics(first: 5) { count id } } }""",
        },
    ),
    Question(
        "search",
        {
            OURS: "query($words: String!) { search(query: $words, first: 10) { nodes { id name } } }",
            NEO4J: "query($words: String!) { search(words: $words, first: 10) { id name } }",
            STRAWBERRY: "query($words: String!) { search(words: $words, first: 10) { id name } }",
        },
        "the peers ask one full-text index; the service asks two, knows Czech endings and codes, and scores names itself "
        "(so does the driver, whose statement is the service's)",
    ),
    Question(
        "partners",
        {
            OURS: """query($id: ID!, $topic: ID!) { potentialPartners(for: $id, topic: $topic, first: 10) {
                edges { score node { id name } } } }""",
            NEO4J: "query($id: ID!, $topic: ID!) { partners(id: $id, topic: $topic, first: 10) { score id name } }",
            STRAWBERRY: "query($id: ID!, $topic: ID!) { partners(id: $id, topic: $topic, first: 10) { score id name } }",
        },
        "the peers count activities on the topic; the service ranks by its signals",
    ),
)

AGAIN = next(each for each in QUESTIONS if each.name.startswith("nested"))
"""What is also asked again and again with the same values."""
