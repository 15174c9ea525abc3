"""Merging at every door, and old ids wherever an id goes."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from cli.app import app
from tests.operations.conftest import Doors, golden_graph

__all__ = ["golden_graph"]


@pytest.fixture
def twice(doors: Doors) -> Iterator[Doors]:
    """Two libraries that are one, with a topic that the one to go works on; gone after the test."""
    made = [{"id": id_, "name": f"Knihovna {id_}", "sigla": f"{id_[:3].upper()}001"} for id_ in ("kept", "old")]
    assert isinstance(doors.post("/v1/create-libraries", {"input": made}), dict)
    tied = doors.post("/v1/connect", {"input": [{"worksOn": {"from": "old", "to": "pamet"}}]})
    assert tied["outcomes"][0]["action"] == "CREATED"
    yield doors
    for id_ in ("kept", "old"):
        doors.post("/v1/delete-elements", {"input": [{"id": id_}]})


def test_merged_at_each_door_and_undone(twice: Doors) -> None:
    rest = twice.post("/v1/merge", {"keep": "kept", "gone": ["old"], "note": "jsou jedna"})
    assert (rest["status"], rest["element"]["id"], rest["conflicts"][0]["property"]) == ("APPLIED", "kept", "sigla")
    undone = twice.post("/v1/undo", {"sequence": rest["sequence"]})
    assert undone["left"] == []

    mutation = 'mutation ($gone: [ID!]!) { it: merge(keep: "kept", gone: $gone) { sequence element { id } errors { message } } }'
    graphql = twice.graphql(mutation, gone=["old"])
    assert graphql["errors"] == []
    assert graphql["element"] == {"id": "kept"}
    undo = "mutation ($sequence: Int!) { it: undo(sequence: $sequence) { left { sequence } errors { message } } }"
    assert twice.graphql(undo, sequence=graphql["sequence"]) == {"left": [], "errors": []}

    tried = CliRunner().invoke(app, ["merge", "kept", "old", "--dry-run", "--json"])
    assert json.loads(tried.stdout)["sequence"] is None
    done = CliRunner().invoke(app, ["merge", "kept", "old", "--json"])
    assert json.loads(done.stdout)["element"]["id"] == "kept"


def test_an_old_id_answers_wherever_an_id_goes(twice: Doors, server: str, admin: str) -> None:
    twice.post("/v1/merge", {"keep": "kept", "gone": ["old"]})
    headers = {"Authorization": f"Bearer {admin}"}
    moved = httpx.get(f"{server}/v1/elements/old", headers=headers)
    assert (moved.status_code, moved.headers["location"]) == (308, "/v1/elements/kept")
    page = httpx.get(f"{server}/elements/old/its-name")
    assert (page.status_code, page.headers["location"]) == (308, "/elements/kept")
    followed = httpx.get(f"{server}/v1/elements/old", headers=headers, follow_redirects=True)
    assert followed.json()["id"] == "kept"
    forms = {
        "queries": json.dumps({"q0": {"query": "old"}}),
        "extend": json.dumps({"ids": ["old"], "properties": [{"id": "name"}]}),
    }
    queried, extended = (
        httpx.post(f"{server}/reconcile", data={k: v}, headers=headers).json() for k, v in forms.items()
    )
    assert (queried["q0"]["result"][0]["id"], queried["q0"]["result"][0]["match"]) == ("kept", True)
    assert extended["rows"] == {"old": {"name": [{"str": "Knihovna kept"}]}}
    assert "Knihovna kept" in httpx.get(f"{server}/reconcile/preview?id=old", headers=headers).text

    assert twice.graphql('{ it: library(id: "old") { id } }') == {"id": "kept"}
    assert twice.graphql('{ it: node(id: "old") { id } }') == {"id": "kept"}
    assert twice.graphql('{ it: nodes(ids: ["pamet", "old", "nobody"]) { id } }') == [
        {"id": "pamet"},
        {"id": "kept"},
        None,
    ]

    of_kept = twice.get("/v1/neighbourhood", {"of": "kept"})
    assert twice.get("/v1/neighbourhood", {"of": "old"}) == of_kept
    assert twice.command("neighbourhood", {"of": "old"}) == of_kept
    query = "query ($of: ID!) { it: neighbourhood(of: $of) { nodes { id } } }"
    assert twice.graphql(query, of="old") == twice.graphql(query, of="kept")
    asked = {"topic": "pamet", "first": 5}
    of_old, of_kept = (twice.get("/v1/partners", {"for": id_, **asked}) for id_ in ("old", "kept"))
    assert of_old["partners"] == of_kept["partners"]

    told = twice.post("/v1/update-libraries", {"input": [{"id": "old", "url": "https://kept.cz"}]})
    assert told["outcomes"][0]["subject"]["elementId"] == "kept"
    [first, *_] = twice.get("/v1/history", {"of": "old"})["rows"]
    assert first["action"] == "DELETED"


def _listed(doors: Doors) -> list[dict[str, Any]]:
    """What may be the same as one of the two, once the full-text index knows it."""
    for _ in range(50):
        if rows := doors.get("/v1/duplicates", {"of": "kept"})["rows"]:
            return list(rows)
        time.sleep(0.2)
    return []


def test_duplicates_are_listed_until_somebody_decides(twice: Doors) -> None:
    twice.post("/v1/update-libraries", {"input": [{"id": "old", "name": "Knihovna kept"}]})
    listed = _listed(twice)
    assert [(row["one"]["id"], row["other"]["id"]) for row in listed] == [("kept", "old")]
    assert "the same name" in [reason["text"] for reason in listed[0]["reasons"]]
    decided = twice.post("/v1/not-the-same", {"input": [{"one": "kept", "other": "old"}]})
    assert twice.get("/v1/duplicates", {"of": "kept"})["rows"] == []
    assert twice.get("/v1/duplicates", {"minScore": 0.5})["rows"] == []
    twice.post("/v1/undo", {"sequence": decided["outcomes"][0]["sequence"]})
    query = "{ it: duplicates(types: [LIBRARY]) { nodes { one { id } other { id } group reasons { text(language: CS) } } } }"
    [found] = twice.graphql(query)["nodes"]
    assert (found["one"]["id"], found["other"]["id"], found["group"]) == ("kept", "old", "kept")
    assert "stejný název" in [reason["text"] for reason in found["reasons"]]
    twice.post("/v1/merge", {"keep": "kept", "gone": ["old"]})


def test_one_element_is_split_in_two(twice: Doors) -> None:
    merged = twice.post("/v1/merge", {"keep": "kept", "gone": ["old"]})
    assert merged["status"] == "APPLIED", merged
    which = [{"link": "WORKS_ON", "from": "kept", "to": "pamet"}]
    done = twice.post("/v1/split", {"of": "kept", "name": "Druhá", "move": which})
    assert isinstance(done, dict), done
    assert done["element"]["name"] == "Druhá"
    twice.post("/v1/delete-elements", {"input": [{"id": done["element"]["id"]}]})


def test_a_code_goes_wherever_an_id_goes_in_writes(twice: Doors) -> None:
    tied = twice.post("/v1/connect", {"input": [{"worksOn": {"from": "kep 001", "to": "pamet"}}]})
    assert tied["outcomes"][0]["status"] == "APPLIED"
    assert [each["id"] for each in tied["touched"]] == ["kept", "pamet"]
    mutation = (
        'mutation ($id: ID!) { it: updateLibraries(input: [{id: $id, partners: [{connect: "OLD001"}]}]) '
        "{ elements { id } touched { id } errors { message } } }"
    )
    answer = twice.graphql(mutation, id="KEP001")
    assert (answer["errors"], answer["elements"]) == ([], [{"id": "kept"}])
    assert {each["id"] for each in answer["touched"]} == {"kept", "old"}
    unknown = twice.post("/v1/delete-elements", {"input": [{"id": "XYZ999"}]})
    assert unknown[:2] == ("NOT_FOUND", "input.0.id")
    assert (
        twice.post("/v1/delete-elements", {"input": [{"id": "old001"}]})["outcomes"][0]["subject"]["elementId"] == "old"
    )
