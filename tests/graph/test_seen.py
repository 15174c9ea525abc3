"""What an import remembers of a file, batch by batch."""

from typing import Any

from graph.exchange.seen import Batch, Seen
from graph.rows import Row
from graph.schema import SCHEMA
from graph.validation import Connection, Element, Validator

PARTNERS: dict[str, Any] = {"link": "PARTNERS_WITH", "from": "a", "to": "b"}


def rows(first: int, *data: dict[str, Any]) -> list[Element | Connection]:
    checked = [Validator(SCHEMA).check(Row(f"line {n}", dict(each))) for n, each in enumerate(data, first)]
    return [each for each in checked if not isinstance(each, list)]


def told(batch: Batch) -> list[tuple[str, str]]:
    return [(problem.place, problem.message.split(",")[0]) for problem in batch.problems]


def test_the_line_that_contradicts_is_named_though_another_said_more() -> None:
    seen = Seen(SCHEMA)
    assert not seen.add(rows(1, PARTNERS | {"since": "2015"})).problems
    batch = seen.add(rows(2, PARTNERS | {"note": "x"}, PARTNERS | {"since": "2016"}))
    assert told(batch) == [("line 3, since", "contradicts line 1")]
    assert [each.properties for each in batch.again] == [{"note": "x", "since": "2016"}]


def test_within_one_batch() -> None:
    batch = Seen(SCHEMA).add(
        rows(1, PARTNERS | {"since": "2015"}, {**PARTNERS, "from": "b", "to": "a", "since": "2016"})
    )
    assert told(batch) == [("line 2, since", "contradicts line 1")]
    assert (len(batch.connections), batch.again) == (1, [])


def test_a_value_that_only_one_may_have() -> None:
    seen = Seen(SCHEMA)
    library: dict[str, Any] = {"label": "Library", "id": "a", "name": "A", "ico": "70947422"}
    seen.add(rows(1, library))
    assert not seen.add(rows(2, library)).problems
    assert told(seen.add(rows(3, library | {"id": "b"}))) == [
        ("line 3, ico", "'70947422' is also that of 'a' (line 1); are they the same?")
    ]
