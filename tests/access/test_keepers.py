"""Keepers' links: who issues and ends them, and what their holders may do."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from graph import keys
from graph.access import Role
from tests.access.conftest import Serve, Served

ROWS: list[dict[str, Any]] = [
    {"label": "Library", "id": "lib", "name": "Knihovna"},
    {"label": "Library", "id": "other", "name": "Jiná knihovna"},
    {"label": "Resource", "id": "hall", "name": "Sál"},
    {"link": "OFFERS", "from": "lib", "to": "hall"},
    {"link": "OFFERS", "from": "other", "to": "hall"},
]


@pytest.fixture(scope="module")
def map_(serve: Serve) -> Iterator[Served]:
    with serve(ROWS) as served:
        yield served


def _post(served: Served, address: str, body: dict[str, Any], headers: dict[str, str]) -> httpx.Response:
    return served.client.post(f"/v1/{address}", json=body, headers=headers)


def _issued(served: Served) -> tuple[str, dict[str, str]]:
    answer = _post(served, "issue-keeper-link", {"library": "lib"}, served.headers["reviewer"])
    assert answer.status_code == 200, answer.text
    made = answer.json()
    return made["name"], {"Authorization": f"Bearer {made['secret']}"}


def _confirmed(served: Served, library: str, headers: dict[str, str]) -> httpx.Response:
    tie = {"link": "OFFERS", "from": library, "to": "hall"}
    return _post(served, "confirm", {"input": [{"connection": tie}]}, headers)


def test_a_link_confirms_its_own_library_at_once_and_others_as_a_proposal(map_: Served) -> None:
    _, headers = _issued(map_)
    assert _confirmed(map_, "lib", headers).json()["outcomes"][0]["status"] == "APPLIED"
    assert _confirmed(map_, "other", headers).json()["outcomes"][0]["status"] == "PROPOSED"


def test_a_revoked_link_opens_nothing_and_is_listed_as_such(map_: Served) -> None:
    name, headers = _issued(map_)
    assert _post(map_, "revoke-keeper-link", {"name": name}, map_.headers["reviewer"]).status_code == 200
    assert _confirmed(map_, "lib", headers).status_code == 401
    listed = map_.client.get("/v1/keeper-links?library=lib", headers=map_.headers["reviewer"]).json()["rows"]
    assert {each["name"]: each["state"] for each in listed}[name] == "revoked"
    assert [each["issued"] for each in listed] == sorted((each["issued"] for each in listed), reverse=True)
    assert "secret" not in str(listed)


@pytest.mark.parametrize("role", ["anonymous", "reader", "contributor"])
def test_reviewers_alone_issue_list_and_end_links(map_: Served, role: str) -> None:
    name, _ = _issued(map_)
    headers = map_.headers[role]
    refused = {401, 403}
    assert _post(map_, "issue-keeper-link", {"library": "lib"}, headers).status_code in refused
    assert _post(map_, "revoke-keeper-link", {"name": name}, headers).status_code in refused
    assert map_.client.get("/v1/keeper-links", headers=headers).status_code in refused


def test_other_keys_are_not_ended_as_links(map_: Served) -> None:
    answer = _post(map_, "revoke-keeper-link", {"name": "admin"}, map_.headers["reviewer"])
    assert (answer.status_code, answer.json()["place"]) == (404, "name")


def test_a_link_is_of_a_library_that_there_is(map_: Served) -> None:
    answer = _post(map_, "issue-keeper-link", {"library": "nowhere"}, map_.headers["reviewer"])
    assert (answer.status_code, answer.json()["place"]) == (404, "library")


async def test_no_other_key_takes_a_name_of_links(store: Any) -> None:
    from datetime import timedelta

    with pytest.raises(Exception, match="link-… for keepers' links"):
        await keys.create(store, f"{keys.LINK}mine", Role.READER, None, timedelta(1))
