"""Everything the model declares can be read: each type by each identifier, each connection from both sides."""

import logging
import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging.handlers import QueueHandler
from typing import Any

import orjson
import pytest

from graph.model import ConnectionType, ElementType, Kind
from graph.schema import SCHEMA
from graph.values.collation import sort_key
from tests.api.conftest import GOLDEN, Ask

_ROWS = [orjson.loads(line) for line in (GOLDEN / "graph.jsonl").read_bytes().splitlines()]
_HIDDEN = {row["id"] for row in _ROWS if row.get("visibility", "public") != "public"}
ROWS = [row for row in _ROWS if not _HIDDEN & {row.get("id"), row.get("from"), row.get("to")}]
ELEMENTS = [row for row in ROWS if "label" in row]
LABELS = {row["id"]: row["label"] for row in ELEMENTS}
IDENTIFIERS = [(e, p.name) for e in SCHEMA.elements for p in SCHEMA.properties_of(e) if p.identifies]
STRUCTURE = ("link", "from", "to")


def _id(value: Any) -> str:
    return str(getattr(value, "label", None) or getattr(value, "type", value))


def _carrying(element: ElementType, name: str) -> Any:
    """An element of the golden graph with this identifier; each may be told by its parent type too."""
    labels = {carrier.label for carrier in SCHEMA.carriers(element.label)}
    return next((row for row in ELEMENTS if row["label"] in labels and name in row), None)


@pytest.mark.parametrize(("element", "name"), IDENTIFIERS, ids=_id)
def test_an_element_is_found_by_each_identifier(ask: Ask, element: ElementType, name: str) -> None:
    row = _carrying(element, name)
    if row is None:
        pytest.skip("none of the golden graph has one that everybody sees")
    query = f"query ($it: {'ID' if name == 'id' else 'String'}) {{ {element.singular}({name}: $it) {{ id name __typename }} }}"
    expected = {"id": row["id"], "name": row["name"], "__typename": row["label"]}
    assert ask(query, it=row[name]) == {"data": {element.singular: expected}}
    assert ask(query, it="nobody has this") == {"data": {element.singular: None}}


@pytest.mark.parametrize("element", SCHEMA.elements, ids=_id)
def test_a_list_counts_and_orders_the_elements_of_a_type(ask: Ask, element: ElementType) -> None:
    labels = {carrier.label for carrier in SCHEMA.carriers(element.label)}
    found = sorted(
        (row for row in ELEMENTS if row["label"] in labels), key=lambda row: sort_key(row["name"], row["id"])
    )
    answer = ask(f"{{ {element.plural}(first: 2) {{ totalCount nodes {{ id }} }} }}")
    expected = {"totalCount": len(found), "nodes": [{"id": row["id"]} for row in found[:2]]}
    assert answer == {"data": {element.plural: expected}}


@pytest.mark.parametrize("outgoing", [True, False], ids=["out", "back"])
@pytest.mark.parametrize("type_", SCHEMA.connections, ids=_id)
def test_a_connection_is_read_with_its_properties(ask: Ask, type_: ConnectionType, outgoing: bool) -> None:
    names = [p.name for p in SCHEMA.properties_of_connection(type_) if p.kind is not Kind.JSON]
    if type_.lasts:
        names.remove("confirmedAt")  # the day on which the row was read
    rows = [row for row in ROWS if row.get("link") == type_.type]
    for row in rows:
        near, far = (row["from"], row["to"]) if outgoing else (row["to"], row["from"])
        root, side = SCHEMA.by_label[LABELS[near]].singular, type_.out if outgoing else type_.back
        edges = f"edges {{ {' '.join(names)} node {{ id __typename }} }}"
        answer = ask(f"query ($id: ID) {{ {root}(id: $id) {{ {side} {{ {edges} }} }} }}", id=near)
        [edge] = [edge for edge in answer["data"][root][side]["edges"] if edge["node"]["id"] == far]
        assert edge in [_edge(each, names, far) for each in rows if {each["from"], each["to"]} == {near, far}]


def _edge(row: dict[str, Any], names: list[str], far: str) -> dict[str, Any]:
    """The edge of a row."""
    expected = {name: row.get(name) for name in names} | {
        "parallel": row.get("id"),
        "ended": False,
        "node": {"id": far, "__typename": LABELS[far]},
    }
    return expected | {
        choice: row[choice].upper() for choice in ("status", "involvement", "direction") if row.get(choice)
    }


def test_one_fragment_reads_the_edges_of_every_connection(ask: Ask) -> None:
    row = next(row for row in ROWS if row.get("link") == "RUNS" and "since" in row)
    answer = ask(
        """query ($id: ID) { organization(id: $id) { activities { edges { ...E } } partners { edges { ...E } } } }
        fragment E on ConnectedEdge { since node { id } }""",
        id=row["from"],
    )
    assert {"since": row["since"], "node": {"id": row["to"]}} in answer["data"]["organization"]["activities"]["edges"]


def test_every_connection_has_a_row_in_the_golden_graph() -> None:
    assert {row["link"] for row in ROWS if "link" in row} == set(SCHEMA.by_type)


def test_what_the_model_does_not_know_is_kept(ask: Ask) -> None:
    answer = ask('{ library(id: "knihovna") { extra } }')
    assert answer["data"]["library"]["extra"] == {"telefon": "+420 123", "pobočky": 2}


# ------------------------------------------------------------------------------------------------- how many statements


@contextmanager
def _statements() -> Iterator[Callable[[], int]]:
    """How many statements each request cost that is asked meanwhile, one after the other, by its line in the log."""
    lines: queue.Queue[logging.LogRecord] = queue.Queue()
    handler, logger = QueueHandler(lines), logging.getLogger("spojenci.requests")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield lambda: int(lines.get(timeout=10).__dict__["statements"])
    finally:
        logger.setLevel(logging.NOTSET)
        logger.removeHandler(handler)


DEEP = """{ nodes { id activities { totalCount edges { since node { name topics { nodes { name allies { nodes {
    __typename partners { nodes { name } } ... on Library { roles { nodes { name } } } } } } } } } } } }"""
ROOTS = {
    "one": f'organization(id: "knihovna") {{ founded {DEEP} }}',
    "list": f"libraries {DEEP}",
    "history": """libraries { nodes { history { totalCount nodes { id element { id ... on Library {
        history(first: 1) { nodes { action } } activities { nodes { history { totalCount } } } } } } } } }""",
    "search": 'search(query: "knihovna") { nodes { shownOn { nodes { shows { nodes { shownOn { nodes { id } } } } } } } }',
    "partners": f'potentialPartners(for: "knihovna", topic: "pamet", includeKnown: true) {{ nodes {{ ... on AnyOrganization {{ partners {DEEP.replace("id activities", "... on AnyOrganization { id activities", 1)[:-1]} }} }} }} }} }}',
}


@pytest.mark.parametrize("names", [["one"], ["list"], ["history"], ["search"], ["partners"], ["one", "list", "search"]])
def test_a_root_field_is_one_statement_however_deep(ask: Ask, names: list[str]) -> None:
    with _statements() as statements:
        assert "errors" not in ask('{ potentialPartners(for: "knihovna", topic: "pamet") { edges { score } } }')
        statements()  # the network of the graph has been read
        answer = ask(f"{{ {' '.join(ROOTS[name] for name in names)} }}")
        assert "errors" not in answer, answer["errors"]
        contacts = names.count("partners")  # addresses and sources of partners are read once for all of them
        assert statements() == len(names) + contacts


def test_what_needs_no_database_asks_none(ask: Ask) -> None:
    with _statements() as statements:
        assert ask('{ __typename __type(name: "Library") { kind } }') == {
            "data": {"__typename": "Query", "__type": {"kind": "OBJECT"}}
        }
        assert statements() == 0
