"""``/v1/elements/{id}``: an element of any type by its id or a code, with what GraphQL's ``node`` tells of it."""

import httpx
import pytest

from graph.model import ElementType, Kind
from graph.schema import SCHEMA
from tests.api.conftest import Ask
from tests.api.test_schema import ELEMENTS

_WHOLE = {Kind.POINT: " { latitude longitude }"}


def _fields(element: ElementType) -> str:
    shown = (p for p in SCHEMA.properties_of(element) if not p.internal)
    return " ".join(f"{p.name}{_WHOLE.get(p.kind, '')}" for p in shown)


@pytest.mark.parametrize("row", ELEMENTS, ids=lambda row: str(row["id"]))
def test_f13_an_element_is_had_as_graphql_tells_it(golden: httpx.Client, ask: Ask, row: dict[str, object]) -> None:
    label = str(row["label"])
    query = f"query ($id: ID!) {{ node(id: $id) {{ type: __typename ... on {label} {{ {_fields(SCHEMA.by_label[label])} }} }} }}"
    answer = golden.get(f"/v1/elements/{row['id']}")
    assert answer.status_code == 200
    assert answer.json() == ask(query, id=row["id"])["data"]["node"]


def test_f13_codes_name_an_element_in_any_case(golden: httpx.Client) -> None:
    for code in ("ABA001", "aba001", " aba001 "):
        assert golden.get(f"/v1/elements/{code}").json()["id"] == "alfa-knihovna"
    shared = golden.get("/v1/elements/vsg001")
    assert (shared.status_code, shared.json()["place"]) == (400, "id")
    assert "knihovna-pobocka" in shared.json()["message"]


@pytest.mark.parametrize("id_", ["nobody", "a/b", "tajna"])
def test_f13_what_is_not_there_leads_to_the_search(golden: httpx.Client, id_: str) -> None:
    answer = golden.get(f"/v1/elements/{id_}")
    assert (answer.status_code, answer.json()["code"], answer.json()["place"]) == (404, "NOT_FOUND", "id")
    assert "/v1/search" in answer.json()["message"]


def test_f4_it_has_no_parameters(golden: httpx.Client) -> None:
    answer = golden.get("/v1/elements/knihovna?lang=cs")
    assert (answer.status_code, answer.json()["place"]) == (400, "lang")


def test_f13_codes_name_an_element_whose_history_is_asked_for(golden: httpx.Client, ask: Ask) -> None:
    """Ids of deleted elements have a history too, so nothing looks for the id beforehand."""
    by_id, by_code = (
        golden.get("/v1/history", params={"of": of}).json()["rows"] for of in ("alfa-knihovna", "aba 001")
    )
    assert by_id == by_code
    query = "query ($of: ID!) { history(of: $of) { nodes { id } } }"
    assert ask(query, of="alfa-knihovna")["data"] == ask(query, of="ABA001")["data"]
