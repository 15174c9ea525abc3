"""The Reconciliation Service API 0.2, as OpenRefine asks it."""

import csv
import random
from collections.abc import Mapping
from typing import Any

import httpx
import orjson
import pytest

from graph.matching.candidates import code_form
from graph.sources.seed import FOLDER

LIBRARIES = 100


def _queried(client: httpx.Client, queries: Mapping[str, object]) -> Any:
    answer = client.post("/reconcile", data={"queries": orjson.dumps(queries).decode()})
    assert answer.status_code == 200, answer.text
    return answer.json()


def _result(client: httpx.Client, **query: object) -> Any:
    return _queried(client, {"q0": query})["q0"]["result"]


def test_the_manifest_leads_to_every_part(client: httpx.Client) -> None:
    manifest = client.get("/reconcile").json()
    assert manifest["versions"] == ["0.2"]
    assert {"Place", "Topic", "Library"} <= {each["id"] for each in manifest["defaultTypes"]}
    preview = manifest["preview"]["url"].replace("{{id}}", "cz-library-900")
    assert "Knihovna Kroměřížska" in client.get(preview).text
    assert client.get(manifest["view"]["url"].replace("{{id}}", "cz-library-900")).json()["id"] == "cz-library-900"
    for part in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        assert client.get(part["service_url"] + part["service_path"], params={"prefix": "kro"}).status_code == 200


def test_a_text_without_end_is_cut_and_a_query_knows_so_many_properties(client: httpx.Client) -> None:
    [found, *_] = _result(client, query="Knihovna Kroměřížska " + "v-abcde-" * 5_000, type="Library")
    assert found["score"] < 100
    codes = [{"pid": "ico", "v": [str(number) for number in range(5_000)]}]
    assert _result(client, query="Knihovna Kroměřížska", type="Library", properties=codes)
    asked = orjson.dumps({"q0": {"query": "x", "properties": [{"pid": "ico", "v": "1"}] * 51}}).decode()
    refused = client.post("/reconcile", data={"queries": asked})
    assert (refused.status_code, refused.json()["place"]) == (400, "queries.q0.properties")


def test_libraries_of_the_register_find_themselves(client: httpx.Client) -> None:
    with (FOLDER / "cz_libraries.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] == "A"]
    rows = random.Random(3).sample(rows, LIBRARIES)
    size = client.get("/reconcile").json()["batchSize"]
    first, wrong = 0, []
    for start in range(0, LIBRARIES, size):
        part = rows[start : start + size]
        found = _queried(
            client,
            {
                row["reg_no"]: {
                    "query": row["name"],
                    "type": "Library",
                    "properties": [{"pid": "place", "v": row["town"]}],
                }
                for row in part
            },
        )
        for row in part:
            [best, *_] = found[row["reg_no"]]["result"]
            first += best["id"] == f"cz-library-{row['reg_no']}"
            if best["match"] and best["id"] != f"cz-library-{row['reg_no']}":
                wrong.append(row["name"])
    assert wrong == []
    assert first >= 0.95 * LIBRARIES


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"query": "duševní zdraví", "type": "Topic"}, "dusevni-zdravi"),
        ({"query": "KROMĚŘÍŽ", "type": "Place"}, "cz-588296"),
        ({"query": "kmg 001"}, "cz-library-900"),
        ({"query": "567914"}, "ico-00567914"),
        ({"query": "Knihovna", "properties": [{"pid": "sigla", "v": "KMG001"}]}, "cz-library-900"),
    ],
)
def test_what_is_surely_meant_matches(client: httpx.Client, query: dict[str, object], expected: str) -> None:
    [best, *others] = _result(client, **query)
    assert (best["id"], best["match"]) == (expected, True)
    assert not any(other["match"] for other in others)


def test_of_several_that_are_called_so_none_matches(client: httpx.Client) -> None:
    found = _result(client, query="Obecní knihovna Nová Ves", type="Library")
    assert [each["score"] for each in found[:2]] == [100, 100]
    assert not any(each["match"] for each in found)


def test_a_place_decides_between_those_that_are_called_so(client: httpx.Client) -> None:
    given = [{"pid": "place", "v": {"id": "cz-588296", "name": "Kroměříž"}}]
    with_place = _result(client, query="Městská knihovna", properties=given)
    assert with_place[0]["description"] == "Kroměříž" or with_place[0]["score"] < 100


def test_types_are_kept_unless_they_only_should_be(client: httpx.Client) -> None:
    assert {each["type"][0]["id"] for each in _result(client, query="Vsetín", type=["Place"])} == {"Place"}
    loose = _result(client, query="Vsetín", type="Topic", type_strict="should")
    assert "Place" in {each["type"][0]["id"] for each in loose}


def test_values_of_properties_are_fetched(client: httpx.Client) -> None:
    wanted = {
        "ids": ["cz-library-900", "nobody"],
        "properties": [{"id": "sigla"}, {"id": "createdAt"}, {"id": "nothing"}],
    }
    answer = client.post("/reconcile", data={"extend": orjson.dumps(wanted).decode()}).json()
    assert [each["id"] for each in answer["meta"]] == ["sigla", "createdAt", "nothing"]
    assert answer["rows"]["nobody"] == {"sigla": [], "createdAt": [], "nothing": []}
    known = answer["rows"]["cz-library-900"]
    assert known["sigla"] == [{"str": "KMG001"}]
    assert list(known["createdAt"][0]) == ["date"]


@pytest.mark.parametrize(
    ("prefix", "expected"), [("dušev", "dusevni-zdravi"), ("knihovna krom", "cz-library-900"), ("kromer", "cz-588296")]
)
def test_what_is_being_typed_is_suggested(client: httpx.Client, prefix: str, expected: str) -> None:
    found = client.get("/reconcile/suggest/entity", params={"prefix": prefix}).json()["result"]
    assert expected in [each["id"] for each in found]


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ({"queries": "{"}, "queries"),
        ({"queries": "[]"}, "queries"),
        ({"queries": '{"q0": {"limit": 0}}'}, "queries.q0.limit"),
        ({"queries": '{"q0": {"query": "x", "type": "Nothing"}}'}, "queries.q0.type"),
        ({"queries": orjson.dumps({str(n): {} for n in range(51)}).decode()}, "queries"),
        ({"extend": '{"ids": []}'}, "extend.properties"),
        ({"extend": orjson.dumps({"ids": [], "properties": [{"id": "x"}] * 51}).decode()}, "extend.properties"),
        ({"else": "x"}, "body"),
    ],
)
def test_bad_input_is_told_with_its_place(client: httpx.Client, form: dict[str, str], place: str) -> None:
    answer = client.post("/reconcile", data=form)
    assert (answer.status_code, answer.json()["place"]) == (400, place)


@pytest.mark.parametrize("limit", ["-1", "101", "99999999999999999999999"])
def test_a_limit_beyond_what_there_is_is_told(client: httpx.Client, limit: str) -> None:
    answer = client.get("/reconcile/properties", params={"type": "Library", "limit": limit})
    assert (answer.status_code, answer.json()["place"]) == (400, "limit")


def test_json_is_no_form(client: httpx.Client) -> None:
    assert client.post("/reconcile", json={"queries": {}}).json()["place"] == "Content-Type"


def test_a_preview_of_what_is_not_there_leads_to_the_search(client: httpx.Client) -> None:
    answer = client.get("/reconcile/preview", params={"id": "nobody"})
    assert answer.status_code == 404
    assert "search" in answer.json()["message"]
    assert client.get("/reconcile/preview").status_code in (400, 422)


def test_general_words_and_legal_forms_count_little(client: httpx.Client) -> None:
    [best, *_] = _result(client, query="Masarykova veřejná knihovna Vsetín, z. s.", type="Library")
    assert "Vsetín" in best["description"] or "Vsetín" in best["name"]


def test_codes_are_compared_without_separators() -> None:
    assert code_form("KMG 001") == code_form("kmg001")
