"""What is narrower by a term that one may not see is none of the answer, and nothing is told twice."""

from typing import Any

import pytest

from graph.exchange import importer
from graph.questions.named import QUESTIONS
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store

pytestmark = pytest.mark.anyio


def term(label: str, id_: str, **more: Any) -> dict[str, Any]:
    return {"label": label, "id": id_, "name": id_, **more}


def link(type_: str, start: str, end: str) -> dict[str, Any]:
    return {"link": type_, "from": start, "to": end}


async def load(store: Store, *data: dict[str, Any]) -> None:
    await importer.load(store, SCHEMA, [Row(f"line {number}", one) for number, one in enumerate(data, 1)])


async def asked(store: Store, name: str, **values: Any) -> list[Any]:
    question = QUESTIONS[name]
    return await store.read(question.text, question.bind({"visible": ["public"], **values}))


@pytest.mark.parametrize("visibility", ["public", "private"])
async def test_nothing_is_found_through_a_hidden_term(fresh: Store, visibility: str) -> None:
    for label, tie in (("Resource", "OFFERS"), ("TargetGroup", "SERVES")):
        whole, hidden, part, body = (f"{label}-{n}" for n in ("whole", "hidden", "part", "body"))
        await load(
            fresh, term(label, whole), term(label, hidden, visibility=visibility), term(label, part),
            term("Library", body), link("BROADER", hidden, whole), link("BROADER", part, hidden), link(tie, body, part),
        )  # fmt: skip
    await load(fresh, term("Place", "town", location={"latitude": 49.3, "longitude": 17.4}))
    expected = 1 if visibility == "public" else 0
    assert len(await asked(fresh, "resources_nearby", near="town", resource="Resource-whole")) == expected
    assert len(await asked(fresh, "social_services", targetGroup="TargetGroup-whole")) == expected


async def test_what_is_reached_by_two_ways_is_told_once(fresh: Store) -> None:
    await load(
        fresh, term("Resource", "whole"), term("Resource", "one"), term("Resource", "two"), term("Resource", "part"),
        term("Library", "body"), link("OFFERS", "body", "part"), term("Place", "region"), term("Place", "east"),
        term("Place", "west"), term("Place", "town"), link("LOCATED_IN", "body", "town"),
        *(link("BROADER", lower, upper) for lower, upper in (("one", "whole"), ("two", "whole"), ("part", "one"), ("part", "two"))),
        *(link("PART_OF", lower, upper) for lower, upper in (("east", "region"), ("west", "region"), ("town", "east"), ("town", "west"))),
    )  # fmt: skip
    assert len(await asked(fresh, "resources_nearby", near="town", resource="whole")) == 1
    assert len(await asked(fresh, "libraries_in_place", place="region")) == 1
