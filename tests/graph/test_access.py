"""Who may write what: at once, as a proposal, or not at all."""

import asyncio
import re
from typing import Any

import pytest

from graph import access
from graph.access import ANYBODY, Author, Door, Role, Viewer, sized
from graph.errors import Conflict, Forbidden, NotFound, WriteRefused
from graph.log.changes import END, Filter, proposals
from graph.log.history import expression, history, page_of
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing.commands import Command, Connect, Create, Delete, Disconnect, Nested, Update, UpdateConnection
from graph.writing.write import review, undo
from tests.graph.writing import (
    ADMIN,
    CONTRIBUTOR,
    LIBRARY,
    READER,
    REVIEWER,
    TEAM,
    contents,
    do,
    log,
    properties,
)

pytestmark = pytest.mark.anyio

FREE = Author(Viewer(Role.CONTRIBUTOR, "Franta"), Door.GRAPHQL)
ANSWERED = Filter(statuses=frozenset({"proposed", "accepted", "rejected"}))


async def test_readers_do_not_write(fresh: Store) -> None:
    for author in (READER, Author(ANYBODY, Door.REST)):
        with pytest.raises(Forbidden):
            await do(fresh, LIBRARY, author=author)
        with pytest.raises(Forbidden):
            await undo(fresh, SCHEMA, 1, author)
        with pytest.raises(Forbidden):
            await review(fresh, SCHEMA, 1, author, accept=True)
    with pytest.raises(Forbidden):
        await review(fresh, SCHEMA, 1, CONTRIBUTOR, accept=True)


OWN = {
    "profile": [Update("kkfb", {"url": "https://kkfb.cz"})],
    "activity": [Update("club", {"kind": "club"})],
    "connection": [Connect("PARTNERS_WITH", "school", "kkfb")],
    "of activity": [Connect("TAKES_PART_IN", "school", "club")],
    "deleted activity": [Delete("club")],
    "no longer run": [Disconnect("RUNS", "kkfb", "club")],
    "new": [Create("Organization", {"name": "Spolek", "visibility": "members"})],
    "new activity": [
        Create("Activity", {"id": "new", "name": "Nová"}, {"organizers": [Nested(connect="kkfb")]}),
        Connect("TAKES_PART_IN", "school", "new"),
    ],
    "unchanged": [Update("school", {"name": "Škola"})],
}
OTHERS = {
    "profile": [Update("school", {"url": "https://a.cz"})],
    "activity": [Delete("fair")],
    "taking over": [Connect("RUNS", "kkfb", "fair")],
    "taking over and more": [Connect("RUNS", "kkfb", "fair"), Update("fair", {"kind": "event"})],
    "connection": [Connect("TAKES_PART_IN", "school", "fair")],
    "with own": [Update("kkfb", {"url": "https://kkfb.cz"}), Update("fair", {"kind": "event"})],
    "only proposed": [Update("lecture", {"kind": "event"})],
    "confirming oneself": [UpdateConnection("RUNS", "kkfb", "lecture", properties={"status": "confirmed"})],
}
LECTURE = (
    Create("Activity", {"id": "lecture", "name": "Přednáška"}),
    Connect("RUNS", "kkfb", "lecture", properties={"status": "proposed"}),
)


@pytest.mark.parametrize("commands", OWN.values(), ids=OWN)
async def test_contributors_change_their_own(fresh: Store, commands: list[Command]) -> None:
    await do(fresh, *TEAM, *LECTURE)
    outcomes = await do(fresh, *commands, author=CONTRIBUTOR)
    assert {outcome.status for outcome in outcomes} <= {"applied", "unchanged"}


@pytest.mark.parametrize("commands", OTHERS.values(), ids=OTHERS)
async def test_what_is_others_is_proposed(fresh: Store, commands: list[Command]) -> None:
    await do(fresh, *TEAM, *LECTURE)
    before, logged = await contents(fresh), await log(fresh, ANYBODY)
    outcomes = await do(fresh, *commands, author=CONTRIBUTOR)
    assert [(outcome.status, outcome.sequence) for outcome in outcomes] == [("proposed", 2)] * len(commands)
    assert await contents(fresh) == before
    assert await log(fresh, ANYBODY, filter=ANSWERED) == [] and await log(fresh, ANYBODY) == logged

    for author, shown in ((REVIEWER, 1), (CONTRIBUTOR, 1), (FREE, 0), (READER, 0), (Author(ANYBODY, Door.REST), 0)):
        assert len(await proposals(fresh, SCHEMA, author.viewer)) == shown
        assert bool(await log(fresh, author.viewer, filter=ANSWERED)) == bool(shown)
    [proposal] = await proposals(fresh, SCHEMA, REVIEWER.viewer)
    assert (proposal.change.by, proposal.change.status, bool(proposal.entries)) == ("Klára", "proposed", True)

    accepted = await review(fresh, SCHEMA, 2, REVIEWER, accept=True, note="ano")
    assert {(outcome.status, outcome.sequence) for outcome in accepted} == {("applied", 3)}
    assert await contents(fresh) != before
    assert await proposals(fresh, SCHEMA, REVIEWER.viewer) == []
    change = (await log(fresh))[-1].change
    assert (change.by, change.reason, change.note, change.refers) == ("Rita", "review", "ano", 2)
    assert {entry.change.status for entry in await log(fresh, filter=ANSWERED)} == {"accepted"}


@pytest.mark.parametrize("commands", [*OWN.values(), *OTHERS.values()])
async def test_without_a_library_nothing_is_own(fresh: Store, commands: list[Command]) -> None:
    await do(fresh, *TEAM, *LECTURE)
    [outcome, *_] = await do(fresh, *commands, author=FREE)
    free = commands in (OWN["new"], OWN["new activity"], OWN["unchanged"])
    assert (outcome.status == "proposed") != free


async def test_a_rejected_proposal_changes_nothing(fresh: Store) -> None:
    await do(fresh, *TEAM)
    before = await contents(fresh)
    await do(fresh, Delete("fair"), author=CONTRIBUTOR)
    assert await review(fresh, SCHEMA, 2, REVIEWER, accept=False, note="Ten veletrh se koná.") == []
    assert await contents(fresh) == before
    for accept in (True, False):
        with pytest.raises(Conflict):
            await review(fresh, SCHEMA, 2, REVIEWER, accept=accept)
    with pytest.raises(Conflict):
        await review(fresh, SCHEMA, 1, REVIEWER, accept=True)
    with pytest.raises(NotFound):
        await review(fresh, SCHEMA, 9, REVIEWER, accept=True)
    with pytest.raises(Conflict):
        await undo(fresh, SCHEMA, 2, ADMIN)


async def test_a_proposal_that_fits_no_more_stays_open(fresh: Store) -> None:
    await do(fresh, *TEAM)
    await do(fresh, Update("fair", {"kind": "event"}, if_version=1), author=CONTRIBUTOR)
    await do(fresh, Update("fair", {"kind": "course"}))
    with pytest.raises(WriteRefused) as caught:
        await review(fresh, SCHEMA, 2, REVIEWER, accept=True)
    assert caught.value.code == "CONFLICT"
    await do(fresh, Delete("fair"))
    with pytest.raises(WriteRefused) as caught:
        await review(fresh, SCHEMA, 2, REVIEWER, accept=True)
    assert caught.value.code == "NOT_FOUND"
    assert len(await proposals(fresh, SCHEMA, REVIEWER.viewer)) == 1


async def test_a_proposal_is_accepted_once(fresh: Store) -> None:
    await do(fresh, *TEAM)
    create = Create("Activity", {"name": "Nová"}, {"partOf": [Nested(connect="fair")]})
    [proposed, _] = await do(fresh, create, Update("fair", {"kind": "event"}), author=CONTRIBUTOR)
    both = (review(fresh, SCHEMA, 2, REVIEWER, accept=True) for _ in range(2))
    first, second = sorted(await asyncio.gather(*both, return_exceptions=True), key=lambda r: isinstance(r, Exception))
    assert isinstance(second, Conflict)
    assert isinstance(first, list) and first[0].subject == proposed.subject, "the id is the one that was promised"


async def test_what_one_may_not_see_does_not_exist(fresh: Store) -> None:
    secret: dict[str, Any] = {"id": "secret", "name": "Tajné", "visibility": "private", "ico": "00567914"}
    await do(fresh, *TEAM, Create("Organization", secret))
    before = await contents(fresh)
    hidden: list[Command] = [
        Update("secret", {"name": "x"}, if_version=7),
        Delete("secret"),
        Connect("PARTNERS_WITH", "secret", "kkfb"),
        Connect("PARTNERS_WITH", "kkfb", "secret"),
        Create("Activity", {"name": "x"}, {"organizers": [Nested(connect="secret")]}),
    ]
    missing: list[Command] = [
        Update("nobody", {"name": "x"}, if_version=7),
        Delete("nobody"),
        Connect("PARTNERS_WITH", "nobody", "kkfb"),
        Connect("PARTNERS_WITH", "kkfb", "nobody"),
        Create("Activity", {"name": "x"}, {"organizers": [Nested(connect="nobody")]}),
    ]
    said = []
    for commands in (hidden, missing):
        with pytest.raises(WriteRefused) as caught:
            await do(fresh, *commands, author=CONTRIBUTOR)
        said.append([(p.path, p.code, p.message.replace("nobody", "secret"), p.current) for p in caught.value.problems])
    assert said[0] == said[1] and len(said[0]) == 5
    with pytest.raises(WriteRefused) as caught:
        await do(fresh, Update("kkfb", {"ico": "00567914"}), author=CONTRIBUTOR)
    assert "secret" not in str(caught.value) and "Tajné" not in str(caught.value)
    assert await contents(fresh) == before


async def test_nobody_hides_from_themselves_or_writes_what_is_managed(fresh: Store) -> None:
    await do(fresh, *TEAM)
    given: dict[str, Any] = {"visibility": "private", "version": 7, "createdAt": None, "extra": "{}", "sortKey": "a"}
    for author, paths in ((CONTRIBUTOR, 5), (ADMIN, 4)):
        with pytest.raises(WriteRefused) as caught:
            await do(fresh, Update("kkfb", given), author=author)
        assert len(caught.value.problems) == paths
    await do(fresh, Update("kkfb", {"visibility": "private"}), author=ADMIN)
    assert (await properties(fresh, "kkfb") or {})["visibility"] == "private"


async def test_contributors_undo_what_they_did(fresh: Store) -> None:
    await do(fresh, *TEAM)
    await do(fresh, Update("club", {"kind": "club"}), author=CONTRIBUTOR)
    with pytest.raises(Forbidden):
        await undo(fresh, SCHEMA, 2, FREE)
    with pytest.raises(Forbidden):
        await undo(fresh, SCHEMA, 1, CONTRIBUTOR)
    assert await undo(fresh, SCHEMA, 2, CONTRIBUTOR) == 3


async def test_h1_undo_names_nothing_hidden(fresh: Store) -> None:
    secret = Create("Organization", {"id": "secret", "name": "Tajné", "visibility": "private"})
    await do(fresh, *TEAM, secret, Connect("TAKES_PART_IN", "secret", "club"))
    await do(fresh, Delete("club"), author=CONTRIBUTOR)
    await undo(fresh, SCHEMA, 2, CONTRIBUTOR)
    last = {CONTRIBUTOR: "something that you may not see", REVIEWER: "TAKES_PART_IN from secret to club"}
    for author, ending in last.items():
        with pytest.raises(Conflict) as caught:
            await undo(fresh, SCHEMA, 2, author)
        begin, named, end = re.split(": |[.] ", caught.value.message)
        assert (begin, end) == ("Later changes touched what this one did", "Undo these first.")
        assert set(named.split(", ")) == {"Activity club", "RUNS from kkfb to club", ending}
        assert ("secret" in str(caught.value.subjects)) == (author is REVIEWER)


async def test_h2_the_past_of_what_was_hidden_stays_so_when_its_id_is_used_again(fresh: Store) -> None:
    async def told(viewer: Viewer) -> list[object]:
        own = [e.after.get("name") for e in (await history(fresh, SCHEMA, viewer, "again")).entries]
        rows = await fresh.read(
            f"MATCH (element:Element {{id: 'again'}}) RETURN {expression('element', '[99, 0]', '99')}",
            {"hidden": sized(viewer.hidden)},
        )
        page = page_of(SCHEMA, viewer, "again", rows[0][0], before=END, first=99, limit=99) if rows else None
        assert page is None or [e.after.get("name") for e in page.entries] == own
        followed = [e.after.get("name") for e in await log(fresh, viewer)]
        assert own == followed[::-1]
        return own

    anybody, member = ANYBODY, READER.viewer
    for life, visibility in ((1, "private"), (2, "members"), (3, "public")):
        await do(fresh, Create("Organization", {"id": "again", "name": f"{life}. život"}))
        await do(fresh, Update("again", {"visibility": visibility}))
        await do(fresh, Delete("again"))
    assert await told(anybody) == [None, None, "3. život"]
    await do(fresh, Create("Topic", {"id": "again", "name": "Nový"}), author=FREE)
    assert await told(anybody) == ["Nový", None, None, "3. život"]
    assert [name for name in await told(member) if name] == ["Nový", "3. život", "2. život"]
    assert len(await told(ADMIN.viewer)) == 10


def test_statements_are_planned_once_for_all_viewers() -> None:
    """Neo4j plans anew for parameters of another type or, of lists and strings, another size."""
    given = [Viewer(role).parameters for role in (None, *Role)]
    assert all(len(each["visible"]) == len(each["hidden"]) == 3 and len(each["own"]) == 1 for each in given)  # type: ignore[arg-type]
    assert {type(each["rank"]) for each in given} == {int}


def test_narrowest() -> None:
    assert access.narrowest(None, "public") == "public"
    assert access.narrowest("members", None, "public") == "members"
    assert access.narrowest("members", "private") == "private"
