"""Codes in the place of ids in writes: the same lookup as in questions, under the writers' lock."""

from typing import Any

import pytest

from graph.errors import BadInput, Refusal, WriteRefused
from graph.store import Store
from graph.writing.commands import Command, Connect, Create, Delete, Disconnect, Known, Merge, Nested, Update
from tests.graph.writing import CONTRIBUTOR, do, properties

pytestmark = pytest.mark.anyio

ISIL, SIGLA, ICO, RUIAN = "cz-aba001", "aba 001", " 000 23 221 ", "554782"

MAP = (
    Create("Library", {"id": "nk", "name": "Národní knihovna", "sigla": "ABA001", "isil": "CZ-ABA001", "ico": "00023221"}),
    Create("Place", {"id": "praha", "name": "Praha", "code": RUIAN}),
    Create("Organization", {"id": "ministry", "name": "Ministerstvo kultury", "ico": "00023671"}),
    Create("Topic", {"id": "paper", "name": "Papír"}),
    Create("Activity", {"id": "fair", "name": "Veletrh"}),
)  # fmt: skip


async def links(store: Store) -> list[list[Any]]:
    return await store.read("MATCH (a:Element)-[c]->(b:Element) WITH * ORDER BY a.id, b.id RETURN a.id, type(c), b.id")


async def refusals(store: Store, *commands: Command, **options: object) -> list[Refusal]:
    with pytest.raises(WriteRefused) as caught:
        await do(store, *commands, **options)  # type: ignore[arg-type]
    return [*caught.value.problems]


@pytest.fixture
async def coded(fresh: Store) -> Store:
    await do(fresh, *MAP)
    return fresh


async def test_both_ends_of_a_connection_are_named_by_codes(coded: Store) -> None:
    await do(
        coded, Connect("WORKS_ON", SIGLA, "paper"), Connect("LOCATED_IN", ICO, RUIAN), Connect("RUNS", ISIL, "fair")
    )
    assert await links(coded) == [
        ["nk", "RUNS", "fair"], ["nk", "WORKS_ON", "paper"], ["nk", "LOCATED_IN", "praha"]
    ]  # fmt: skip
    await do(coded, Disconnect("LOCATED_IN", ISIL, RUIAN))
    assert ["nk", "LOCATED_IN", "praha"] not in await links(coded)


async def test_an_element_that_is_changed_and_what_it_is_connected_to(coded: Store) -> None:
    here = {"places": [Nested(connect=RUIAN)]}
    [done] = await do(coded, Update(SIGLA, {"url": "https://nk.cz"}, 1, "Library", connections=here))
    assert (done.subject["id"], done.version) == ("nk", 2)
    await do(coded, Update(ISIL, {}, label="Library", connections={"places": [Nested(disconnect=RUIAN)]}))
    assert await links(coded) == []
    await do(coded, Delete(ICO))
    assert await properties(coded, "nk") is None


async def test_what_is_nested_in_something_new(coded: Store) -> None:
    club = Create("Activity", {"id": "club", "name": "Klub"}, {"organizers": [Nested(connect=ICO)]})
    await do(coded, Create("Topic", {"id": "books", "name": "Knihy"}, {"activities": [Nested(create=club)]}))
    assert await links(coded) == [["club", "ABOUT", "books"], ["nk", "RUNS", "club"]]


async def test_an_id_goes_before_a_code_and_one_that_is_made_now_is_none(coded: Store) -> None:
    made = Create("Organization", {"id": "ABA001", "name": "Shoda"})
    await do(coded, made, Connect("PARTNERS_WITH", "ABA001", "ministry"))
    await do(coded, Connect("PARTNERS_WITH", "ABA001", "nk"))
    assert {tuple(sorted((a, b))) for a, _, b in await links(coded)} == {("ABA001", "ministry"), ("ABA001", "nk")}


async def test_a_code_of_several_or_of_another_type_names_nothing(coded: Store) -> None:
    await do(coded, Create("Library", {"id": "branch", "name": "Pobočka", "sigla": "ABA001"}))
    with pytest.raises(BadInput, match="several elements") as caught:
        await do(coded, Connect("WORKS_ON", "ABA001", "paper", path=("input", 0, "worksOn")))
    assert caught.value.place == "input.0.worksOn.from"
    [problem] = await refusals(coded, Update(RUIAN, {"url": "https://x.cz"}, label="Library"))
    assert problem.code == "NOT_FOUND"


async def test_a_code_of_what_is_hidden_names_nothing(coded: Store) -> None:
    await do(coded, Update("ministry", {"visibility": "private"}))
    for command in (Delete("00023671"), Connect("PARTNERS_WITH", ISIL, "00023671")):
        [problem] = await refusals(coded, command, author=CONTRIBUTOR)
        assert (problem.code, "ministry" in problem.message) == ("NOT_FOUND", False)


async def test_a_request_with_codes_is_repeated_by_its_key(coded: Store) -> None:
    again = [await do(coded, Connect("WORKS_ON", SIGLA, "paper"), key="one") for _ in range(2)]
    assert again[0] == again[1]


async def test_merging_and_upserts_take_codes(coded: Store) -> None:
    await do(coded, Create("Library", {"id": "twin", "name": "Národní knihovna ČR", "isil": "CZ-ABA999"}))
    fair = Create("Activity", {"id": "fair"}, {"participants": [Nested(connect="00023671")]}, known=Known.UPDATED)
    await do(coded, Merge("aba001", "CZ-ABA999"), fair)
    assert await properties(coded, "twin") is None
    assert await links(coded) == [["ministry", "TAKES_PART_IN", "fair"]]
