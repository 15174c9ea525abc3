"""What writes answer: every element that they touched, and values in the form of the fields."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.access.conftest import Serve, Served
from tests.access.test_proposals import ask

ROWS: list[dict[str, Any]] = [
    {"label": "Library", "id": "lib", "name": "Knihovna", "libraryKind": "basic", "navíc": 1},
    {"label": "Organization", "id": "org", "name": "Spolek"},
    {"label": "Organization", "id": "secret", "name": "Tajný", "visibility": "private"},
    {"label": "Topic", "id": "topic", "name": "Paměť"},
    {"link": "WORKS_ON", "from": "lib", "to": "topic"},
    {"link": "WORKS_ON", "from": "secret", "to": "topic"},
]
TOUCHED = "touched { id } touchedCount errors { code message current { id version } }"


@pytest.fixture(scope="module")
def map_(serve: Serve) -> Iterator[Served]:
    with serve(ROWS) as served:
        yield served


def touched(served: Served, role: str, mutation: str) -> set[str]:
    payload = ask(served, role, mutation)
    assert payload["errors"] == [] and payload["touchedCount"] == len(payload["touched"])
    return {each["id"] for each in payload["touched"]}


def connection(kind: str) -> str:
    return (
        f'{kind}(input: [{{partnersWith: {{from: "lib", to: "org"}}}}]) {{ outcomes {{ status sequence }} {TOUCHED} }}'
    )


def test_c11_connecting_and_undoing_tell_both_ends(map_: Served) -> None:
    made = ask(map_, "admin", f"mutation {{ {connection('connect')} }}")
    assert {each["id"] for each in made["touched"]} == {"lib", "org"}
    assert ask(map_, "admin", f"mutation {{ {connection('connect')} }}")["touched"] == []
    undo = f"mutation {{ undo(sequence: {made['outcomes'][0]['sequence']}) {{ {TOUCHED} }} }}"
    assert touched(map_, "admin", undo) == {"lib", "org"}


def test_c11_a_new_element_and_what_it_is_connected_to_are_told(map_: Served) -> None:
    new = '{id: "club", name: "Klub", organizers: [{connect: "lib"}], topics: [{connect: "topic"}]}'
    assert touched(map_, "admin", f"mutation {{ createActivities(input: [{new}]) {{ {TOUCHED} }} }}") == {
        "club",
        "lib",
        "topic",
    }


def test_c11_what_is_proposed_has_touched_nothing(map_: Served) -> None:
    rename = f'updateTopics(input: [{{id: "topic", nameEn: "Memory"}}]) {{ outcomes {{ sequence }} {TOUCHED} }}'
    proposed = ask(map_, "contributor", f"mutation {{ {rename} }}")
    assert (proposed["touched"], proposed["touchedCount"]) == ([], 0)
    accept = f"mutation {{ review(sequence: {proposed['outcomes'][0]['sequence']}, accept: true) {{ {TOUCHED} }} }}"
    assert touched(map_, "reviewer", accept) == {"topic"}


def test_c11_a_repeat_tells_the_same(map_: Served) -> None:
    create = f'mutation {{ createTopics(clientMutationId: "a", input: [{{name: "Nové"}}]) {{ {TOUCHED} }} }}'
    assert touched(map_, "admin", create) == touched(map_, "admin", create) != set()


def test_c11_a_conflict_shows_the_element_as_it_is(map_: Served) -> None:
    stale = f'mutation {{ updateOrganizations(input: [{{id: "org", name: "x", ifVersion: 9}}]) {{ {TOUCHED} }} }}'
    payload = ask(map_, "admin", stale)
    assert payload["touched"] == [] and payload["touchedCount"] is None
    assert [each["current"] for each in payload["errors"]] == [{"id": "org", "version": 1}]


def test_c11_hidden_ends_are_not_told_or_counted(map_: Served) -> None:
    new = '{id: "evening", name: "Večer", organizers: [{connect: "lib"}]}'
    assert touched(map_, "tied", f"mutation {{ createActivities(input: [{new}]) {{ {TOUCHED} }} }}") == {
        "evening",
        "lib",
    }
    takes_part = '{takesPartIn: {from: "secret", to: "evening"}}'
    both = touched(map_, "admin", f"mutation {{ connect(input: [{takes_part}]) {{ {TOUCHED} }} }}")
    assert both == {"evening", "secret"}
    delete = f'mutation {{ deleteElements(input: [{{id: "evening"}}]) {{ {TOUCHED} }} }}'
    assert touched(map_, "tied", delete) == {"lib"}


def test_c11_the_log_tells_values_as_the_fields_do(map_: Served) -> None:
    ask(map_, "admin", 'mutation { updateLibraries(input: [{id: "lib", visibility: MEMBERS}]) { touched { id } } }')
    fields = "libraryKind visibility createdAt extra"
    shown = ask(map_, "admin", f'{{ library(id: "lib") {{ {fields} history(first: 100) {{ nodes {{ after }} }} }} }}')
    told: dict[str, Any] = {}
    for entry in reversed(shown.pop("history")["nodes"]):
        told |= entry["after"] or {}
    assert {name: told.get(name) for name in ("visibility", "libraryKind", "extra")} == {
        name: shown[name] for name in ("visibility", "libraryKind", "extra")
    }
