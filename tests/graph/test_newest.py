"""The log for people: write by write, the newest first."""

from typing import Any

import pytest

from graph.access import ANYBODY, Author
from graph.exchange import importer
from graph.log.changes import STATUSES, Filter
from graph.log.newest import Between, Write, newest, of_write
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
    entries, more = await of_write(fresh, SCHEMA, ADMIN.viewer, 2, after=0, first=700)
    assert (len(entries), more, entries[-1].number) == (700, True, 700)
    rest, more = await of_write(fresh, SCHEMA, ADMIN.viewer, 2, after=700, first=700)
    assert (len(rest), more, {entry.change.sequence for entry in rest}) == (500, False, {2})


async def test_what_a_viewer_may_not_see_is_in_no_write(fresh: Store) -> None:
    await do(fresh, Create("Place", {"id": "secret", "name": "Tajné", "visibility": "private"}), LIBRARY)
    entries, _ = await of_write(fresh, SCHEMA, ANYBODY, 1, after=0, first=10)
    assert [entry.subject.touches for entry in entries] == [("kkfb",)]
