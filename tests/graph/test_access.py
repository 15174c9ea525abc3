"""Who may write what: at once, as a proposal, or not at all."""

import asyncio
import re
from dataclasses import replace
from typing import Any

import pytest

from graph import access
from graph.access import ANYBODY, Author, Door, Role, Viewer, sized
from graph.errors import Conflict, Forbidden, NotFound, Unauthenticated, WriteRefused
from graph.log.changes import END, STATUSES, Filter, proposals
from graph.log.history import expression, history, page_of
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing.commands import Command, Connect, Create, Delete, Disconnect, Nested, Update, UpdateConnection
from graph.writing.write import Written, review, undo, withdraw
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
ANSWERED = Filter(statuses=STATUSES - {"applied"})


async def test_readers_do_not_write(fresh: Store) -> None:
    refusals = (READER, Forbidden), (Author(ANYBODY, Door.REST), Unauthenticated)
    for author, refusal in refusals:
        with pytest.raises(refusal):
            await do(fresh, LIBRARY, author=author)
        with pytest.raises(refusal):
            await undo(fresh, SCHEMA, 1, author)
        with pytest.raises(refusal):
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

    accepted = (await review(fresh, SCHEMA, 2, REVIEWER, accept=True, note="ano")).outcomes
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


SAID = {
    "runs": Create("Activity", {"id": "new", "name": "x"}, {"organizers": [Nested(connect="other")]}),
    "takes part": Create("Activity", {"id": "new", "name": "x"}, {"participants": [Nested(connect="other")]}),
    "partners": Create("Organization", {"id": "new", "name": "x"}, {"partners": [Nested(connect="other")]}),
    "founded": Create("Organization", {"id": "new", "name": "x"}, {"founded": [Nested(connect="other")]}),
    "founder": Create("Organization", {"id": "new", "name": "x"}, {"founders": [Nested(connect="other")]}),
    "members": Create("Community", {"id": "new", "name": "x"}, {"members": [Nested(connect="other")]}),
    "working on": Create("Topic", {"id": "new", "name": "x"}, {"allies": [Nested(connect="other")]}),
    "seated": Create("Place", {"id": "new", "name": "x"}, {"located": [Nested(connect="other")]}),
    "narrower": Create("Topic", {"id": "new", "name": "x"}, {"narrower": [Nested(connect="topic")]}),
    "matching": Create("Topic", {"id": "new", "name": "x"}, {"matches": [Nested(connect="topic")]}),
    "matched": Create("Topic", {"id": "new", "name": "x"}, {"matchedBy": [Nested(connect="topic")]}),
    "parts": Create("Place", {"id": "new", "name": "x"}, {"parts": [Nested(connect="place")]}),
    "confirmed": Create(
        "Activity",
        {"id": "new", "name": "x"},
        {"organizers": [Nested(connect="other", properties={"status": "confirmed"})]},
    ),
}
OF_ITSELF = {
    "topics": Create("Activity", {"id": "new", "name": "x"}, {"topics": [Nested(connect="topic")]}),
    "broader": Create("Topic", {"id": "new", "name": "x"}, {"broader": [Nested(connect="topic")]}),
    "whole": Create("Place", {"id": "new", "name": "x"}, {"partOf": [Nested(connect="place")]}),
    "seat": Create("Organization", {"id": "new", "name": "x"}, {"places": [Nested(connect="place")]}),
    "own": Create("Activity", {"id": "new", "name": "x"}, {"organizers": [Nested(connect="kkfb")]}),
    "both new": Create(
        "Activity",
        {"id": "new", "name": "x"},
        {"participants": [Nested(create=Create("Community", {"id": "newer", "name": "y"}))]},
    ),
}
NEIGHBOURS = (
    Create("Library", {"id": "other", "name": "Jiná"}),
    Create("Topic", {"id": "topic", "name": "Téma"}),
    Create("Place", {"id": "place", "name": "Místo"}),
)


async def links(store: Store) -> dict[str, tuple[object, object]]:
    """Status of each connection of what is new, and whose word it awaits."""
    found = await store.read("MATCH ({id: 'new'})-[c]-(o) RETURN o.id, c.status, c.awaits")
    return {other: (status, awaits) for other, status, awaits in found}


@pytest.mark.parametrize("create", SAID.values(), ids=SAID)
async def test_h3_what_is_new_says_of_others_what_is_only_proposed(fresh: Store, create: Create) -> None:
    await do(fresh, *TEAM, *NEIGHBOURS)
    [outcome] = await do(fresh, create, author=CONTRIBUTOR)
    [(other, said)] = (await links(fresh)).items()
    assert outcome.status == "applied" and said == ("proposed", other)
    [entry] = [e for e in await log(fresh, ANYBODY) if e.subject.type in SCHEMA.by_type and "new" in e.subject.touches]
    assert entry.after["status"] == "proposed"


@pytest.mark.parametrize("create", OF_ITSELF.values(), ids=OF_ITSELF)
async def test_what_is_new_says_of_itself_what_it_likes(fresh: Store, create: Create) -> None:
    await do(fresh, *TEAM, *NEIGHBOURS)
    await do(fresh, create, author=CONTRIBUTOR)
    assert set((await links(fresh)).values()) == {(None, None)}


async def test_h3_whoever_is_spoken_of_confirms_or_refuses(fresh: Store) -> None:
    await do(fresh, *TEAM, *NEIGHBOURS)
    other = Author(Viewer(Role.CONTRIBUTOR, "Olga", "other"), Door.REST)
    told = [Nested(connect="other")]
    await do(fresh, Create("Activity", {"id": "new", "name": "x"}, {"organizers": told}), author=CONTRIBUTOR)

    async def say(status: str, author: Author, **more: object) -> str:
        change = UpdateConnection("RUNS", "other", "new", properties={"status": status, **more})
        return (await do(fresh, change, author=author))[0].status

    assert await say("confirmed", CONTRIBUTOR) == "proposed", "nobody gives the word of another"
    assert await say("confirmed", FREE) == "proposed"
    assert await say("confirmed", other, note="jinak") == "proposed", "and nobody adds to what they confirm"
    assert await links(fresh) == {"other": ("proposed", "other")}
    assert (await do(fresh, Update("new", {"kind": "x"}), author=other))[0].status == "proposed", "not theirs yet"
    assert await say("confirmed", other) == "applied"
    assert await links(fresh) == {"other": ("confirmed", None)}
    assert (await do(fresh, Update("new", {"kind": "x"}), author=other))[0].status == "applied"
    assert await say("rejected", other) == "applied"
    assert await links(fresh) == {"other": ("rejected", None)}


async def test_h3_a_reviewer_confirms_for_anybody(fresh: Store) -> None:
    await do(fresh, *TEAM, *NEIGHBOURS)
    await do(fresh, SAID["partners"], author=CONTRIBUTOR)
    change = UpdateConnection("PARTNERS_WITH", "new", "other", properties={"status": "confirmed"})
    assert (await do(fresh, change, author=REVIEWER))[0].status == "applied"
    assert await links(fresh) == {"other": ("confirmed", None)}


async def test_h3_what_both_confirmed_is_not_changed_by_one(fresh: Store) -> None:
    await do(fresh, *TEAM, *NEIGHBOURS, Connect("PARTNERS_WITH", "kkfb", "school"))
    note = Connect("PARTNERS_WITH", "kkfb", "school", properties={"note": "slíbili peníze"})
    assert (await do(fresh, note, author=CONTRIBUTOR))[0].status == "proposed"
    assert (await do(fresh, Disconnect("PARTNERS_WITH", "kkfb", "school"), author=CONTRIBUTOR))[0].status == "applied"
    assert (await do(fresh, note, author=CONTRIBUTOR))[0].status == "applied"
    [[status]] = await fresh.read("MATCH ({id: 'kkfb'})-[c:PARTNERS_WITH]-() RETURN c.status")
    assert status == "proposed"
    more = Connect("PARTNERS_WITH", "kkfb", "school", properties={"note": "a prostor"})
    assert (await do(fresh, more, author=CONTRIBUTOR))[0].status == "applied", "what waits can be said otherwise"


async def test_a_rejected_proposal_changes_nothing(fresh: Store) -> None:
    await do(fresh, *TEAM)
    before = await contents(fresh)
    await do(fresh, Delete("fair"), author=CONTRIBUTOR)
    assert await review(fresh, SCHEMA, 2, REVIEWER, accept=False, note="Ten veletrh se koná.") == Written()
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
    assert isinstance(first, Written) and first.outcomes[0].subject == proposed.subject, (
        "the id is the one that was promised"
    )


async def test_m7_what_is_accepted_is_what_was_shown(fresh: Store) -> None:
    await do(fresh, *TEAM, Connect("TAKES_PART_IN", "school", "fair"), Connect("TAKES_PART_IN", "kkfb", "fair"))
    noted = replace(CONTRIBUTOR, note="ruší se")
    await do(fresh, Delete("fair"), author=noted)
    await do(fresh, Disconnect("TAKES_PART_IN", "school", "fair"))
    await do(fresh, Create("Topic", {"id": "new", "name": "Nové"}, {"activities": [Nested(connect="fair")]}))
    before = await contents(fresh)
    with pytest.raises(Conflict, match="proposed anew as change 5"):
        await review(fresh, SCHEMA, 2, REVIEWER, accept=True)
    assert await contents(fresh) == before
    with pytest.raises(Conflict, match="Change 2 is replaced"):
        await review(fresh, SCHEMA, 2, REVIEWER, accept=True)

    [shown] = await proposals(fresh, SCHEMA, REVIEWER.viewer)
    assert (shown.change.sequence, shown.change.refers, shown.change.by, shown.change.note) == (
        5,
        2,
        "Klára",
        "ruší se",
    )
    assert {entry.subject.touches for entry in shown.entries} == {("fair",), ("kkfb", "fair"), ("fair", "new")}
    await review(fresh, SCHEMA, 5, REVIEWER, accept=True)
    assert await properties(fresh, "fair") is None


async def test_a9_a_proposal_does_not_overwrite_what_came_after_it(fresh: Store) -> None:
    await do(fresh, *TEAM)
    await do(fresh, Update("fair", {"url": "https://x.cz"}), author=CONTRIBUTOR)
    await do(fresh, Update("fair", {"description": "Jinde"}))
    assert (await review(fresh, SCHEMA, 2, REVIEWER, accept=True)).outcomes, "another property is another matter"
    await do(fresh, Update("fair", {"url": "https://z.cz"}), author=CONTRIBUTOR)
    await do(fresh, Update("fair", {"url": "https://y.cz"}))
    with pytest.raises(Conflict):
        await review(fresh, SCHEMA, 5, REVIEWER, accept=True)
    assert (await properties(fresh, "fair") or {})["url"] == "https://y.cz"
    [shown] = await proposals(fresh, SCHEMA, REVIEWER.viewer)
    assert (shown.entries[0].before, shown.entries[0].after) == ({"url": "https://y.cz"}, {"url": "https://z.cz"})
    await do(fresh, Update("fair", {"url": "https://z.cz"}))
    with pytest.raises(Conflict, match="is so already"):
        await review(fresh, SCHEMA, shown.change.sequence, REVIEWER, accept=True)
    assert await review(fresh, SCHEMA, shown.change.sequence, REVIEWER, accept=False) == Written()


async def test_a9_the_same_proposal_twice_is_one(fresh: Store) -> None:
    await do(fresh, *TEAM)
    create = Create("Activity", {"name": "Nová"}, {"organizers": [Nested(connect="kkfb")]})
    first = await do(fresh, create, Update("fair", {"kind": "event"}), author=CONTRIBUTOR)
    again = await do(fresh, create, Update("fair", {"kind": "event"}), author=CONTRIBUTOR)
    assert again == first and len(await proposals(fresh, SCHEMA, REVIEWER.viewer)) == 1
    await do(fresh, create, Update("fair", {"kind": "event"}), author=FREE)
    assert len(await proposals(fresh, SCHEMA, REVIEWER.viewer)) == 2, "another one's is another one"
    await review(fresh, SCHEMA, 2, REVIEWER, accept=False)
    [anew, _] = await do(fresh, create, Update("fair", {"kind": "event"}), author=CONTRIBUTOR)
    assert anew.sequence == 4


async def test_a9_its_author_changes_and_withdraws_a_proposal(fresh: Store) -> None:
    await do(fresh, *TEAM)
    await do(fresh, Update("fair", {"kind": "event"}), author=CONTRIBUTOR)
    for author in (FREE, REVIEWER):
        with pytest.raises(NotFound):
            await withdraw(fresh, 2, author)
        with pytest.raises(NotFound):
            await do(fresh, Update("fair", {"kind": "x"}), author=author, replaces=2)
    with pytest.raises(Forbidden):
        await withdraw(fresh, 2, READER)
    await do(fresh, Update("fair", {"kind": "course"}), author=CONTRIBUTOR, replaces=2)
    [shown] = await proposals(fresh, SCHEMA, CONTRIBUTOR.viewer)
    assert (shown.change.sequence, shown.change.refers) == (3, 2)
    with pytest.raises(Conflict, match="Change 2 is replaced"):
        await review(fresh, SCHEMA, 2, REVIEWER, accept=True)
    await withdraw(fresh, 3, CONTRIBUTOR)
    for decide in (withdraw(fresh, 3, CONTRIBUTOR), review(fresh, SCHEMA, 3, REVIEWER, accept=True)):
        with pytest.raises(Conflict, match="Change 3 is withdrawn"):
            await decide
    assert await proposals(fresh, SCHEMA, REVIEWER.viewer) == []


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
    assert (await undo(fresh, SCHEMA, 2, CONTRIBUTOR)).sequence == 3


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
