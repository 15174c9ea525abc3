"""The uses of the map, on the seed: facts that everyone can check there."""

from typing import Any

import httpx


def _rest(client: httpx.Client, path: str, **parameters: Any) -> Any:
    answer = client.get(f"/v1/{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _ids(elements: list[dict[str, Any]]) -> list[str]:
    return [element["id"] for element in elements]


def test_a_brief_for_the_founder(client: httpx.Client) -> None:
    brief = _rest(client, "founder-brief", library="cz-library-1795")
    assert "ico-00304450" in _ids(brief["founders"])
    assert brief["withPartners"] <= len(brief["activities"])
    assert "nadace-osf" in _ids(brief["partners"])
    assert {goal.partition("-")[0] for goal in _ids(brief["goals"])} <= {"sdg", "key", "koncepce"}
    assert brief["similarCount"] > 0 and brief["similarActivities"] >= 1


def test_who_offers_grants(client: httpx.Client) -> None:
    rows = _rest(client, "resources-nearby", near="cz-library-900", resource="resource-grant")["rows"]
    assert {"nadace-osf", "nadace-via"} <= {row["ally"]["id"] for row in rows}
    known = [row["kilometres"] for row in rows if row["recorded"] and row["kilometres"] is not None]
    assert known == sorted(known)
    near = _rest(client, "resources-nearby", near="cz-library-900", resource="resource-grant", km=1)["rows"]
    assert {row["recorded"] for row in near} == {False} and near[0]["ally"]["id"] == "ico-00287351"


def test_who_is_there_for_older_people(client: httpx.Client) -> None:
    everywhere = _rest(client, "social-services", targetGroup="group-seniori", first=100)["rows"]
    region = _rest(client, "social-services", targetGroup="group-seniori", place="cz072", first=100)["rows"]
    assert {row["ally"]["id"] for row in region} < {row["ally"]["id"] for row in everywhere}
    assert any(row["activities"] for row in region)


def test_who_connects_two_topics(client: httpx.Client) -> None:
    rows = _rest(client, "connectors", one="dusevni-zdravi", other="digitalni-kompetence")["rows"]
    again = _rest(client, "connectors", one="digitalni-kompetence", other="dusevni-zdravi")["rows"]
    assert {row["ally"]["id"] for row in rows} == {row["ally"]["id"] for row in again}
    assert all(row["toOne"] > 0 and row["toOther"] > 0 and 0 < row["share"] <= 1 for row in rows)


def test_a_town_gets_its_own_map(client: httpx.Client) -> None:
    drawn = _rest(client, "place-map", place="cz-588296")
    ids = _ids(drawn["nodes"])
    assert ids[0] == "cz-588296"
    assert {"cz-library-900", "biblioterapeuticke-ctvrtky", "horizont-kromeriz"} <= set(ids)
    assert all({edge["from"], edge["to"]} <= set(ids) for edge in drawn["edges"])
    narrow = _rest(client, "place-map", place="cz-588296", topics=["dusevni-zdravi"])
    assert "biblioterapeuticke-ctvrtky" in _ids(narrow["nodes"])
    assert len(narrow["nodes"]) < len(ids)
    assert _rest(client, "place-map", place="cz-588296", first=5)["truncated"] is True
    assert _ids(_rest(client, "place-map", place="cz-588296", topics=["sdg-14"])["nodes"]) == ["cz-588296"]
    unknown = client.get("/v1/place-map", params={"place": "cz-588296", "topics": ["dusevni-zdravi", "nothing"]})
    assert (unknown.status_code, unknown.json()["place"]) == (404, "topics")


def test_what_nobody_serves(client: httpx.Client) -> None:
    rows = _rest(client, "gaps", place="cz0721")["rows"]
    assert "klima" in {row["term"]["id"] for row in rows}
    query = '{ gaps(place: "cz0721", first: 3) { term { __typename id } needed elsewhere } }'
    told = client.post("/graphql", json={"query": query}).json()["data"]["gaps"]
    assert [row["term"]["id"] for row in told] == [row["term"]["id"] for row in rows[:3]]


def test_what_a_library_looks_like_in_numbers(client: httpx.Client) -> None:
    told = _rest(client, "visibility", of="cz-library-900")
    assert (told["element"]["id"], told["allies"]) == ("cz-library-900", 1)
    assert told["years"][0] == {"year": 2015, "activities": 1, "partners": 2, "topics": 2}
    query = '{ visibility(of: "cz0721") { __typename element { id } allies history { day degree } years { year activities } } }'
    place = client.post("/graphql", json={"query": query}).json()["data"]["visibility"]
    assert (place["element"]["id"], place["__typename"]) == ("cz0721", "VisibilityInNumbers")
    assert place["allies"] > 100 and place["years"][0]["activities"] >= 1
