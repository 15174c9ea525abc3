"""The canonical file that an export writes, and that an import of it gives the same graph."""

from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.exchange import exporter, importer
from graph.formats.writers import canonical
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from graph.values import texts
from tests.making_up import MANY

pytestmark = pytest.mark.anyio

WIPE = "MATCH (n) DETACH DELETE n"
HISTORY = {"createdAt": "2020-01-02T03:04:05.678901Z", "updatedAt": "2021-01-02T03:04:00Z", "version": 3}


async def export(store: Store) -> list[dict[str, Any]]:
    return [row async for row in exporter.rows(store, SCHEMA)]


async def lines(store: Store) -> list[bytes]:
    return [line async for line in canonical.write(exporter.rows(store, SCHEMA), "")]


async def load(store: Store, data: list[dict[str, Any]]) -> None:
    await importer.load(store, SCHEMA, [Row(f"line {number}", one) for number, one in enumerate(data, 1)])


async def test_canonical_form(fresh: Store) -> None:
    town = {"label": "Place", "id": "b", "name": "Zlín", **HISTORY, "location": {"latitude": 49.5, "longitude": 17.5}}
    library = {"label": "Library", "id": "a", "name": "Ž", **HISTORY, "closed": False, "odd": [None, {"x": 1.0}]}
    shown = {"link": "LOCATED_IN", "from": "a", "to": "b", "since": "2015", "odd": 1}
    faces = {"link": "PARTNERS_WITH", "from": "a", "to": "c"}
    other = {"label": "Community", "id": "c", "name": "c", **HISTORY}
    await load(fresh, [other, town, library, faces, shown])
    found = await lines(fresh)
    assert found == [orjson.dumps(line) + b"\n" for line in (library, town, other, shown, faces)]


async def test_parallel_connections_have_an_id_in_files(fresh: Store) -> None:
    ends = [{"label": "Organization", "id": id_, "name": id_} for id_ in ("a", "b")]
    parallel = [{"link": "PARTNERS_WITH", "from": "a", "to": "b", "id": id_, "note": id_} for id_ in ("1", "2")]
    await load(fresh, ends + parallel)
    assert (await export(fresh))[2:] == parallel


async def test_order_and_pages(fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporter, "PAGE", 3)
    places = [{"label": "Place", "id": f"p{n}", "name": "p"} for n in (3, 1, 6, 5, 2, 4)]
    links = [{"link": "PART_OF", "from": f"p{a}", "to": f"p{b}"} for a, b in ((2, 6), (1, 4), (2, 3), (5, 1))]
    await load(fresh, places + links)
    found = await export(fresh)
    assert [line["id"] for line in found[:6]] == [f"p{n}" for n in range(1, 7)]
    assert [line["from"] + line["to"] for line in found[6:]] == ["p1p4", "p2p3", "p2p6", "p5p1"]


async def test_nothing(fresh: Store) -> None:
    assert await export(fresh) == []


async def test_outside_the_model(fresh: Store) -> None:
    await fresh.command("CREATE (:Element {id: 'x'})-[:RUNS]->(:Thing)")
    assert await export(fresh) == []


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
_NAMES = _TEXTS.map(texts.cleaned).filter(texts.shows)
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=5,
)
_EXTRA = st.dictionaries(_TEXTS.map("x-".__add__), _JSON, max_size=2)
_PLACES = st.fixed_dictionaries(
    {"label": st.just("Place"), "name": _NAMES},
    optional={
        "alternateNames": st.lists(_NAMES, max_size=3, unique=True),
        "location": st.fixed_dictionaries({"latitude": st.floats(-90, 90), "longitude": st.floats(-180, 180)}),
        "version": st.integers(1, 2**62),
        "createdAt": st.datetimes().map(lambda time: time.isoformat() + "Z"),
    },
)
_ORGANIZATIONS = st.fixed_dictionaries({"label": st.sampled_from(["Organization", "Library"]), "name": _NAMES})
_ELEMENTS = st.lists(
    st.tuples(_PLACES | _ORGANIZATIONS, _EXTRA).map(lambda pair: pair[0] | pair[1]), min_size=1, max_size=5
)


@st.composite
def graphs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Small graphs in the canonical form."""
    elements = [element | {"id": f"e{number}"} for number, element in enumerate(draw(_ELEMENTS))]
    types = {"Place": {"Place": "PART_OF"}, "Organization": {"Place": "LOCATED_IN", "Organization": "PARTNERS_WITH"}}
    connections = []
    for start in elements:
        for end in elements:
            pair = (start["label"].replace("Library", "Organization"), end["label"].replace("Library", "Organization"))
            if (type_ := types[pair[0]].get(pair[1])) and start["id"] < end["id"] and draw(st.booleans()):
                own = {"link": type_, "from": start["id"], "to": end["id"], "note": draw(_NAMES)}
                connections.append(own | draw(_EXTRA))
    return elements + connections


@settings(max_examples=MANY // 4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs())
async def test_export_then_import_gives_the_same(fresh: Store, graph: list[dict[str, Any]]) -> None:
    await fresh.command(WIPE)
    await load(fresh, graph)
    first = await lines(fresh)
    given_by = {(line.get("id"), line.get("from"), line.get("to")): line for line in graph}
    for line in map(orjson.loads, first):
        expected = given_by[line.get("id"), line.get("from"), line.get("to")]
        assert {name: line.get(name) for name in expected if name != "createdAt"} == {
            name: value for name, value in expected.items() if name != "createdAt"
        }
    await fresh.command(WIPE)
    await load(fresh, [orjson.loads(line) for line in first])
    assert await lines(fresh) == first
