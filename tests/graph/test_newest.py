"""The log for people: write by write, the newest first."""

from typing import Any

import pytest

from graph.access import ANYBODY, Author
from graph.admission import Reader
from graph.exchange import importer
from graph.log.changes import STATUSES, Filter
from graph.log.newest import Between, Write, elements_of, newest, of_write
from graph.log.stored import unpacked
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing.commands import Connect, Create, Update
from graph.writing.write import undo
from tests.graph.writing import ADMIN, CLUB, CONTRIBUTOR, LIBRARY, RUNS, SCHOOL, do

pytestmark = pytest.mark.anyio

EVERYTHING = Filter(statuses=STATUSES)


async def listed(store: Store, author: Author = ADMIN, filter: Filter = EVERYTHING, **options: Any) -> list[Write]:
    given: dict[str, Any] = {"before": 2**53 - 1, "first": 10, "between": Between()} | options
    return await newest(store, SCHEMA, author.viewer, filter, **given)


async def test_the_newest_write_comes_first_with_what_it_did(fresh: Store) -> None:
    await do(fresh, LIBRARY, CLUB, RUNS)
    await importer.load(
        fresh, SCHEMA, [Row("line 1", {"label": "Topic", "id": f"t{n}", "name": "T"}) for n in range(9)]
    )
    await undo(fresh, SCHEMA, 1, ADMIN)
    undone, imported, first = await listed(fresh)
    assert [write.change.reason for write in (undone, imported, first)] == ["undo", "import", "mutation"]
    assert (undone.change.refers, imported.records, len(imported.entries)) == (1, 9, 5)
    assert [write.change.sequence for write in await listed(fresh, before=2)] == [1]


async def test_filters(fresh: Store) -> None:
    await do(fresh, LIBRARY)
    await do(fresh, SCHOOL)
    await do(fresh, Update("kkfb", {"url": "https://kkfb.cz"}))
    about = Filter(touching=frozenset({"kkfb"}), statuses=STATUSES)
    assert [write.change.sequence for write in await listed(fresh, filter=about)] == [3, 1]
    assert await listed(fresh, between=Between(end="2020-01-01T00:00:00+00:00")) == []
    assert len(await listed(fresh, between=Between(begin="2020-01-01T00:00:00+00:00"))) == 3


async def test_others_see_their_own_writes(fresh: Store) -> None:
    await do(fresh, LIBRARY, SCHOOL)
    await do(fresh, Create("Activity", {"id": "own", "name": "Vlastní"}), author=CONTRIBUTOR)
    await do(fresh, Connect("PARTNERS_WITH", "kkfb", "school"), author=CONTRIBUTOR)
    assert {write.change.by for write in await listed(fresh, CONTRIBUTOR)} == {CONTRIBUTOR.viewer.name}
    assert len(await listed(fresh)) == 3


async def test_one_write_is_told_page_by_page(fresh: Store) -> None:
    await do(fresh, SCHOOL)
    topics = [Row("line", {"label": "Topic", "id": f"t{n:04}", "name": "T"}) for n in range(1200)]
    await importer.load(fresh, SCHEMA, topics)
    await do(fresh, LIBRARY)
    page = await of_write(fresh, SCHEMA, ADMIN.viewer, 2, after=0, first=700)
    assert (len(page.entries), page.more, page.end) == (700, True, (2, 700))
    rest = await of_write(fresh, SCHEMA, ADMIN.viewer, 2, after=700, first=700)
    assert (len(rest.entries), rest.more, rest.end) == (500, False, (2, 1200))
    none = await of_write(fresh, SCHEMA, ADMIN.viewer, 2, after=700, first=0)
    assert (none.entries, none.more, none.end) == ([], True, (2, 700))


async def test_a_page_of_a_large_write_that_is_hidden_reads_a_bounded_part_of_it(fresh: Store) -> None:
    hidden = ({"label": "Topic", "id": f"t{n:04}", "name": "T", "visibility": "private"} for n in range(5000))
    await importer.load(fresh, SCHEMA, [Row("line", {**each}) for each in hidden])
    page = await of_write(fresh, SCHEMA, ANYBODY, 1, after=0, first=10)
    assert (page.entries, page.more, page.end) == ([], True, (1, 4000))
    page = await of_write(fresh, SCHEMA, ANYBODY, 1, after=4000, first=10)
    assert (page.entries, page.more, page.end) == ([], False, (1, 4000))


async def test_which_elements_a_write_touched_is_read_of_those_asked_for_alone(fresh: Store) -> None:
    secret = Row("line", {"label": "Topic", "id": "secret", "name": "T", "visibility": "private"})
    topics = [Row("line", {"label": "Topic", "id": f"t {n:04}", "name": "T"}) for n in range(5000)]
    await importer.load(fresh, SCHEMA, [*topics, secret])
    await do(fresh, LIBRARY)
    reader = Reader("somebody", 30)
    asked = frozenset({"t 0001", "t 4999", "secret", "kkfb"})
    store = fresh.read_by(reader)
    assert await elements_of(store, SCHEMA, ANYBODY, 1, asked) == {"t 0001", "t 4999"}
    assert await elements_of(store, SCHEMA, ADMIN.viewer, 1, asked) == asked - {"kkfb"}
    assert await elements_of(store, SCHEMA, ADMIN.viewer, 1, frozenset()) == frozenset()
    assert await elements_of(store, SCHEMA, ADMIN.viewer, 3, asked) == frozenset()


async def test_what_is_unpacked_of_the_log_is_counted_for_who_asks(fresh: Store) -> None:
    topics = [Row("line", {"label": "Topic", "id": f"t{n:04}", "name": "T" * 500}) for n in range(4000)]
    await importer.load(fresh, SCHEMA, topics)
    reader = Reader("somebody", 30)
    [[parts]] = await fresh.read(
        "MATCH (p:Internal {kind: 'ChangePart'}) RETURN collect([{}, p.number, p.records]) AS parts"
    )
    before = reader.seconds
    await fresh.read_by(reader).work(lambda: [unpacked(stored) for _, _, stored in parts])
    assert reader.seconds - before > 0.001


async def test_what_a_viewer_may_not_see_is_in_no_write(fresh: Store) -> None:
    await do(fresh, Create("Place", {"id": "secret", "name": "Tajné", "visibility": "private"}), LIBRARY)
    page = await of_write(fresh, SCHEMA, ANYBODY, 1, after=0, first=10)
    assert [entry.subject.touches for entry in page.entries] == [("kkfb",)]
