"""What is wrong with a write is told with the path as the client wrote it, however deep."""

from collections.abc import Iterator
from typing import Any

import pytest

from graph.access import PUBLIC
from tests.access import hidden
from tests.access.conftest import Serve, Served

INPUT = [
    {
        "name": "Klub",
        "since": "soon",
        "topics": [{"connect": "topic"}, {"connect": "nobody"}, {"connect": "library"}],
        "participants": [
            {
                "create": {
                    "organization": {
                        "name": "Spolek",
                        "ico": "26520558",
                        "activities": [
                            {
                                "create": {
                                    "activity": {"name": "Kroužek", "since": "soon", "topics": [{"connect": "nobody"}]}
                                }
                            }
                        ],
                    }
                },
                "since": "soon",
            },
            {"create": {"library": {"name": "Knihovna", "ico": "00064581"}}},
            {},
        ],
    },
    {"id": "itself", "name": "Klub", "organizers": [{"create": {"library": {"id": "itself", "name": "Knihovna"}}}]},
]
PATHS = {
    "input.0.since": "BAD_INPUT",
    "input.0.topics.1.connect": "NOT_FOUND",
    "input.0.topics.2.connect": "BAD_INPUT",
    "input.0.participants.0.since": "BAD_INPUT",
    "input.0.participants.0.create.organization.ico": "BAD_INPUT",
    "input.0.participants.0.create.organization.activities.0.create.activity.since": "BAD_INPUT",
    "input.0.participants.0.create.organization.activities.0.create.activity.topics.0.connect": "NOT_FOUND",
    "input.0.participants.1.create.library.ico": "TAKEN",
    "input.0.participants.2": "BAD_INPUT",
    "input.1.organizers.0.create.library.id": "TAKEN",
}


@pytest.fixture(scope="module")
def writing(serve: Serve) -> Iterator[Served]:
    with serve(hidden.rows(PUBLIC)) as served:
        yield served


def test_the_path_is_that_of_the_value_in_the_arguments(writing: Served) -> None:
    query = "mutation ($input: [ActivityCreateInput!]!) { createActivities(input: $input) { errors { path code message } } }"
    body = {"query": query, "variables": {"input": INPUT}}
    answer = writing.client.post("/graphql", json=body, headers=writing.headers["admin"]).json()
    errors = answer["data"]["createActivities"]["errors"]
    assert {".".join(error["path"]): error["code"] for error in errors} == PATHS, errors


ATOMIC = """mutation @atomic {
  topic: createTopics(input: [{id: "vareni", name: "Vaření"}]) { elements { id } errors { code message path } }
  club: createActivities(input: [{id: "kluby", name: "Klub", topics: [{connect: "%s"}]}]) {
    elements { id ... on Activity { topics { nodes { id } } } } errors { code message path }
  }
}"""


def _asked(writing: Served, query: str) -> dict[str, Any]:
    answer = writing.client.post("/graphql", json={"query": query}, headers=writing.headers["admin"])
    data: dict[str, Any] = answer.json()["data"]
    return data


def test_the_writes_of_an_atomic_document_are_all_done_or_none(writing: Served) -> None:
    refused = _asked(writing, ATOMIC % "nobody")
    [why], [also] = refused["club"]["errors"], refused["topic"]["errors"]
    assert (why["code"], why["path"]) == ("NOT_FOUND", ["input", "0", "topics", "0", "connect"])
    assert (also["code"], "club could not be" in also["message"]) == ("CONFLICT", True)
    assert _asked(writing, '{ topic(id: "vareni") { id } }')["topic"] is None

    done = _asked(writing, ATOMIC % "vareni")
    assert done["topic"] == {"elements": [{"id": "vareni"}], "errors": []}
    assert done["club"]["elements"] == [{"id": "kluby", "topics": {"nodes": [{"id": "vareni"}]}}]
