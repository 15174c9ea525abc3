"""Who says what: elements and connections name every source, and nothing is said twice for it."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from graph.access import Author, Door, Role, Viewer
from graph.errors import BadInput, NotFound
from graph.exchange import importer
from graph.exchange.importer import Report
from graph.exchange.sourcing import Origin
from graph.log import changes
from graph.operations.all import OPERATIONS
from graph.questions.named import QUESTIONS
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing import taking_back, write
from graph.writing.commands import Command, Connect, Create, Update, UpdateConnection

pytestmark = pytest.mark.anyio

LIBRARY = {"label": "Library", "id": "library", "name": "Knihovna"}
SCHOOL = {"label": "Organization", "id": "school", "name": "Škola"}
EDITOR = Author(Viewer(Role.REVIEWER, "eva"), Door.REST)
PARTNERS = {"link": "PARTNERS_WITH", "from": "library", "to": "school", "kinds": ["space"]}


async def load(store: Store, *data: dict[str, Any], **options: Any) -> Report:
    return await importer.load(store, SCHEMA, [Row(f"line {n}", one) for n, one in enumerate(data, 1)], **options)


async def sources(store: Store) -> list[Any]:
    """Sources of elements by id, then of connections."""
    return await store.read(
        "MATCH (n:Element) WHERE n.id <> 'a page' RETURN n.id AS id, n.sources AS sources ORDER BY id "
        "UNION ALL MATCH ()-[c]->(:Element) RETURN type(c) AS id, c.sources AS sources ORDER BY id"
    )


async def test_a_statement_of_several_sources_is_one_that_names_them_all(fresh: Store) -> None:
    await load(fresh, LIBRARY | {"source": "register"}, SCHOOL, PARTNERS | {"source": "register"})
    again = await load(fresh, LIBRARY | {"source": "page"}, PARTNERS | {"sources": ["page", "register"]})
    assert (again.elements.updated, again.connections.updated, again.connections.created) == (1, 1, 0)
    both = ["register", "page"]
    assert await sources(fresh) == [["library", both], ["school", None], ["PARTNERS_WITH", both]]
    same = await load(fresh, LIBRARY | {"source": "page"}, PARTNERS | {"source": "page"})
    assert (same.elements.unchanged, same.connections.unchanged) == (1, 1)


async def test_two_rows_of_a_file_unite_their_sources(fresh: Store) -> None:
    await load(fresh, LIBRARY | {"source": "a"}, SCHOOL, LIBRARY | {"source": "b"}, PARTNERS | {"source": "a"},
               PARTNERS | {"source": "b"})  # fmt: skip
    assert await sources(fresh) == [["library", ["a", "b"]], ["school", None], ["PARTNERS_WITH", ["a", "b"]]]


async def test_a_parallel_connection_that_is_said_already_gets_the_source(fresh: Store) -> None:
    await load(fresh, LIBRARY, SCHOOL, PARTNERS | {"id": "1", "source": "a", "note": "spolu"})
    done = await load(fresh, PARTNERS | {"source": "b"})
    assert (done.connections.created, done.connections.updated) == (0, 1)
    assert (await sources(fresh))[-1] == ["PARTNERS_WITH", ["a", "b"]]


async def test_search_finds_sources_only_where_they_are_asked_for(fresh: Store) -> None:
    await load(fresh, LIBRARY, {"label": "Source", "id": "a page", "name": "Knihovna v novinách"})
    await fresh.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    search = QUESTIONS["search"]

    async def found(types: list[str] | None) -> list[Any]:
        values = search.bind({"query": "knihovna", "types": types, "visible": ["public"]})
        return [row[0] for row in await fresh.read(search.text, values)]

    assert await found(None) == ["library"]
    assert await found(["Source"]) == ["a page"]


def version(text: str, name: str = "mapa.jsonl", **more: Any) -> Origin:
    return Origin(name, digest=text, **more)


async def test_every_row_of_an_import_names_its_file_beside_its_own_source(fresh: Store) -> None:
    done = await load(fresh, LIBRARY | {"source": "page"}, SCHOOL, PARTNERS, origin=version("1", licence="CC0"))
    assert (done.source, done.elements.created) == ("file-mapa.jsonl", 2)
    own = ["file-mapa.jsonl"]
    assert await sources(fresh) == [
        ["file-mapa.jsonl", None], ["library", ["page", *own]], ["school", own], ["PARTNERS_WITH", own],
    ]  # fmt: skip
    assert await fresh.read("MATCH (s:Source) RETURN s.name, s.kind, s.licence") == [["mapa.jsonl", "file", "CC0"]]


async def test_a_source_stays_while_something_is_left_of_its_undone_import(fresh: Store) -> None:
    await load(fresh, LIBRARY, SCHOOL, PARTNERS, origin=version("1"))
    [[last]] = await fresh.read("MATCH (c:Internal {kind: 'Change'}) RETURN max(c.sequence)")
    await write.write(fresh, SCHEMA, [Update("library", {"name": "Městská knihovna"})], EDITOR)
    done = await write.undo(fresh, SCHEMA, last, EDITOR)
    assert [each.subject.touches[0] for each in done.left] == ["library", "file-mapa.jsonl"]
    assert await sources(fresh) == [["file-mapa.jsonl", None], ["library", ["file-mapa.jsonl"]]]


@pytest.mark.parametrize("newest_first", [True, False])
async def test_two_undone_imports_of_the_same_leave_nothing_behind(fresh: Store, newest_first: bool) -> None:
    numbers = []
    for name in ("jedna.csv", "dve.csv"):
        await load(fresh, LIBRARY, SCHOOL, PARTNERS, origin=version(name, name))
        [[last]] = await fresh.read("MATCH (c:Internal {kind: 'Change'}) RETURN max(c.sequence)")
        numbers.append(last)
    first, second = numbers[::-1] if newest_first else numbers
    await write.undo(fresh, SCHEMA, first, EDITOR)
    stays = "file-jedna.csv" if newest_first else "file-dve.csv"
    assert {source for _, named in await sources(fresh) for source in named or ()} == {stays}
    assert len(await sources(fresh)) == 4
    await write.undo(fresh, SCHEMA, second, EDITOR)
    assert await sources(fresh) == []


@pytest.mark.parametrize("newest_first", [True, False])
async def test_undone_imports_leave_what_somebody_has_connected_meanwhile(fresh: Store, newest_first: bool) -> None:
    numbers = []
    for name in ("jedna.csv", "dve.csv"):
        await load(fresh, LIBRARY, SCHOOL, origin=version(name, name))
        [[last]] = await fresh.read("MATCH (c:Internal {kind: 'Change'}) RETURN max(c.sequence)")
        numbers.append(last)
    club: list[Command] = [
        Create("Organization", {"id": "club", "name": "Spolek"}),
        Connect("PARTNERS_WITH", "library", "club"),
    ]
    await write.write(fresh, SCHEMA, club, EDITOR)
    for number in numbers[::-1] if newest_first else numbers:
        done = await write.undo(fresh, SCHEMA, number, EDITOR)
    assert "library" in {each.subject.touches[0] for each in done.left}
    assert await fresh.read("MATCH (n:Organization {id: 'school'}) RETURN n") == []
    assert await fresh.read("MATCH (:Library)-[:PARTNERS_WITH]-(o) RETURN o.id") == [["club"]]


async def test_what_another_source_says_too_stays_with_the_name_that_a_person_gave_it(fresh: Store) -> None:
    await load(fresh, LIBRARY, origin=version("1"))
    [[last]] = await fresh.read("MATCH (c:Internal {kind: 'Change'}) RETURN max(c.sequence)")
    await load(fresh, LIBRARY, origin=version("2", "dve.csv"))
    await write.write(fresh, SCHEMA, [Update("library", {"name": "Městská knihovna"})], EDITOR)
    await write.undo(fresh, SCHEMA, last, EDITOR)
    assert await sources(fresh) == [["file-dve.csv", None], ["library", ["file-dve.csv"]]]


async def test_rows_that_tell_all_their_sources_need_no_other(fresh: Store) -> None:
    done = await load(fresh, LIBRARY | {"sources": ["page"]}, origin=version("1"))
    assert done.source is None
    assert await sources(fresh) == [["library", ["page"]]]


async def test_the_same_content_under_another_name_is_the_same_source(fresh: Store) -> None:
    await load(fresh, LIBRARY, SCHOOL, PARTNERS, origin=version("1"))
    before = await fresh.read("MATCH (c:Internal {kind: 'Change'}) RETURN count(c)")
    again = await load(fresh, LIBRARY, SCHOOL, PARTNERS, origin=version("1", "kopie.jsonl"))
    assert (again.source, again.gone, again.elements.unchanged) == ("file-mapa.jsonl", [], 2)
    assert await fresh.read("MATCH (c:Internal {kind: 'Change'}) RETURN count(c)") == before


async def test_another_map_of_the_same_file_name_takes_nothing_back(fresh: Store) -> None:
    await load(fresh, SCHOOL, origin=version("0", "jina.csv"))  # in both, by whatever source
    await load(fresh, LIBRARY, origin=version("1"))
    with pytest.raises(BadInput, match="nothing of what a file of this name said before"):
        await load(fresh, SCHOOL, origin=version("2"), remove_gone=True)
    assert ["library", ["file-mapa.jsonl"]] in await sources(fresh)
    told = await load(fresh, SCHOOL, origin=version("2"))
    assert (len(told.gone), [notice.place for notice in told.notices]) == (1, ["file"])


async def test_a_new_version_of_a_source_tells_what_has_gone_from_it(fresh: Store) -> None:
    await load(fresh, LIBRARY, SCHOOL, PARTNERS, origin=version("1"))
    done = await load(fresh, LIBRARY, origin=version("2", "nova.jsonl", id="file-mapa.jsonl"))
    assert {subject.text for subject in done.gone} == {"Organization school", "PARTNERS_WITH from library to school"}
    assert not done.removed
    assert len(await sources(fresh)) == 4


async def test_what_has_gone_is_taken_back_if_wanted_and_undone(fresh: Store) -> None:
    await load(fresh, LIBRARY, SCHOOL, PARTNERS, origin=version("1"))
    await load(fresh, {"link": "PARTNERS_WITH", "from": "library", "to": "school", "source": "page"})
    before = (await sources(fresh))[1:]
    done = await load(fresh, LIBRARY, origin=version("2"), remove_gone=True)
    assert done.removed
    # Another source leads to the school, which stays for it.
    assert (await sources(fresh))[1:] == [
        ["library", ["file-mapa.jsonl"]],
        ["school", None],
        ["PARTNERS_WITH", ["page"]],
    ]
    [[last]] = await fresh.read("MATCH (c:Internal {kind: 'Change'}) RETURN max(c.sequence)")
    await write.undo(fresh, SCHEMA, last, EDITOR)
    assert (await sources(fresh))[1:] == before


async def test_an_import_leaves_what_a_person_corrected_and_tells_the_difference(fresh: Store) -> None:
    linked = PARTNERS | {"note": "v registru"}
    await load(fresh, LIBRARY | {"url": "https://a.example"}, SCHOOL, linked, origin=version("1"))
    await write.write(fresh, SCHEMA, [Update("library", {"name": "Městská knihovna"})], EDITOR)
    noted = UpdateConnection("PARTNERS_WITH", "library", "school", properties={"note": "od Evy"})
    await write.write(fresh, SCHEMA, [noted], EDITOR)
    newer = LIBRARY | {"name": "Knihovna v Kroměříži", "url": "https://b.example"}
    done = await load(fresh, newer, SCHOOL, linked, origin=version("2"))
    assert [(each.property, each.here, each.there) for each in done.differences] == [
        ("name", "Městská knihovna", "Knihovna v Kroměříži"), ("note", "od Evy", "v registru"),
    ]  # fmt: skip
    found = await fresh.read("MATCH (n {id: 'library'})-[c]-() RETURN n.name, n.url, c.note")
    assert found == [["Městská knihovna", "https://b.example", "od Evy"]]
    assert await fresh.read("MATCH (m:Internal {kind: 'Mismatch'}) RETURN count(m)") == [[2]]


async def test_a_correction_that_was_undone_does_not_stand(fresh: Store) -> None:
    await load(fresh, LIBRARY, origin=version("1"))
    done = await write.write(fresh, SCHEMA, [Update("library", {"name": "Omyl"})], EDITOR)
    sequence = done.outcomes[0].sequence
    assert sequence
    await write.undo(fresh, SCHEMA, sequence, EDITOR)
    again = await load(fresh, LIBRARY | {"name": "Nová"}, origin=version("2"))
    assert (again.differences, again.elements.updated) == ([], 1)


async def test_an_import_leaves_what_people_made_and_fills_in_the_rest(fresh: Store) -> None:
    await write.write(fresh, SCHEMA, [Create("Library", {"id": "library", "name": "Naše knihovna"})], EDITOR)
    for number in ("1", "2"):
        done = await load(fresh, LIBRARY | {"url": f"https://{number}.example"}, origin=version(number))
        assert [each.property for each in done.differences] == ["name"]
    found = await fresh.read("MATCH (n:Library) RETURN n.name, n.url, n.sources")
    assert found == [["Naše knihovna", "https://2.example", ["person-reviewer", "file-mapa.jsonl"]]]


async def test_a_newer_register_closes_and_moves_and_leaves_what_people_say(fresh: Store) -> None:
    towns: list[dict[str, Any]] = [{"label": "Place", "id": id_, "name": id_} for id_ in ("zlin", "brno")]
    others: list[dict[str, Any]] = [LIBRARY | {"id": id_} for id_ in ("struck", "kept")]
    at: dict[str, Any] = {"link": "LOCATED_IN", "from": "library"}
    found = [*towns, LIBRARY, *others, at | {"to": "zlin"}, at | {"from": "struck", "to": "zlin"}]
    register = "Register"
    told = [each | {"sources": [register]} for each in found]
    await load(fresh, {"label": "Source", "id": register, "name": register}, *told)
    await write.write(fresh, SCHEMA, [Update("kept", {"closed": True}), Update("kept", {"closed": False})], EDITOR)
    moved = [*told[:3], at | {"to": "brno", "sources": [register]}]
    done = await load(fresh, *moved, origin=version("2", id=register), close_gone=True)
    assert done.removed and done.closed
    assert await fresh.read("MATCH (n:Library) RETURN n.id, n.closed ORDER BY n.id") == [
        ["kept", False], ["library", None], ["struck", True],
    ]  # fmt: skip
    found_at = await fresh.read("MATCH (n:Library)-[:LOCATED_IN]->(p) RETURN n.id, p.id ORDER BY n.id")
    assert found_at == [["library", "brno"], ["struck", "zlin"]]
    [[last]] = await fresh.read("MATCH (c:Internal {kind: 'Change'}) RETURN max(c.sequence)")
    await write.undo(fresh, SCHEMA, last, EDITOR)
    assert await fresh.read("MATCH (n:Library {id: 'struck'}) RETURN n.closed") == [[None]]


async def test_a_source_is_withdrawn_with_what_rests_on_it_alone_and_comes_back(fresh: Store) -> None:
    club = {"label": "Activity", "id": "club", "name": "Klub"}
    runs = {"link": "RUNS", "from": "library", "to": "club"}
    await load(fresh, LIBRARY, SCHOOL, club, PARTNERS, runs, origin=version("1"))
    await load(fresh, LIBRARY | {"source": "page"}, PARTNERS | {"source": "page"})
    await write.write(fresh, SCHEMA, [Update("school", {"url": "https://a.example"})], EDITOR)
    before = await sources(fresh)
    tried = await taking_back.withdraw_source(fresh, SCHEMA, "file-mapa.jsonl", EDITOR, dry_run=True)
    assert (tried.sequence, await sources(fresh)) == (None, before)
    done = await taking_back.withdraw_source(fresh, SCHEMA, "file-mapa.jsonl", EDITOR)
    assert (done.deleted, done.kept) == (tried.deleted, tried.kept) == (3, 3)
    assert await sources(fresh) == [["library", ["page"]], ["school", None], ["PARTNERS_WITH", ["page"]]]
    assert done.sequence
    await write.undo(fresh, SCHEMA, done.sequence, EDITOR)
    assert await sources(fresh) == before


async def test_a_source_that_nobody_names_cannot_be_withdrawn(fresh: Store) -> None:
    await load(fresh, LIBRARY)
    with pytest.raises(NotFound, match="no source"):
        await taking_back.withdraw_source(fresh, SCHEMA, "library", EDITOR)


async def ask(store: Store, name: str, **given: Any) -> Any:
    context = SimpleNamespace(store=store, viewer=EDITOR.viewer, author=EDITOR, key=None)
    return await OPERATIONS[name].answer(cast("Any", context), given)


async def test_a_mismatch_waits_for_a_verdict(fresh: Store) -> None:
    await load(fresh, LIBRARY, SCHOOL, PARTNERS | {"note": "a"}, origin=version("1"))
    changed = UpdateConnection("PARTNERS_WITH", "library", "school", properties={"note": "b"})
    await write.write(fresh, SCHEMA, [Update("library", {"name": "Naše"}), changed], EDITOR)
    await load(fresh, LIBRARY, SCHOOL, PARTNERS | {"note": "c"}, origin=version("2"))
    found = {each.property: each for each in (await ask(fresh, "mismatches")).rows}
    assert {name: (each.here, each.there) for name, each in found.items()} == {
        "name": ("Naše", "Knihovna"),
        "note": ("b", "c"),
    }
    await ask(fresh, "settle_mismatch", id=found["note"].id, verdict="WRONG_THERE")
    done = await ask(fresh, "settle_mismatch", id=found["name"].id, verdict="WRONG_HERE")
    assert done["sequence"]
    assert (await ask(fresh, "mismatches")).rows == []
    [keeper] = (await ask(fresh, "mismatches", verdict="WRONG_THERE", source="file-mapa.jsonl")).rows
    assert (keeper.property, keeper.name) == ("note", "Knihovna")
    assert await fresh.read("MATCH (n:Library) RETURN n.name, n.corrected") == [["Knihovna", None]]
    again = await load(fresh, LIBRARY | {"name": "Nová"}, SCHOOL, PARTNERS | {"note": "c"}, origin=version("3"))
    assert [each.property for each in again.differences] == ["note"]
    assert (await ask(fresh, "mismatches")).rows == []


async def test_a_mismatch_ends_where_its_source_says_the_same_or_nothing_by_now(fresh: Store) -> None:
    await load(fresh, LIBRARY | {"url": "https://a.example"}, origin=version("1"))
    await write.write(
        fresh, SCHEMA, [Update("library", {"name": "Městská knihovna", "url": "https://b.example"})], EDITOR
    )
    await load(fresh, LIBRARY | {"name": "Jiná", "url": "https://c.example"}, origin=version("2"))
    noted = (await ask(fresh, "mismatches")).rows
    assert {each.property for each in noted} == {"name", "url"}
    for each in noted:
        await ask(fresh, "settle_mismatch", id=each.id, verdict="WRONG_THERE")
    await load(fresh, LIBRARY | {"name": "Městská knihovna"}, origin=version("3"), dry_run=True)
    assert len((await ask(fresh, "mismatches", verdict="WRONG_THERE")).rows) == 2
    await load(fresh, LIBRARY | {"name": "Městská knihovna"}, origin=version("3"))
    assert (await ask(fresh, "mismatches", verdict="WRONG_THERE")).rows == []


async def test_an_import_of_which_only_differences_remain_leaves_no_change(fresh: Store) -> None:
    await load(fresh, LIBRARY, origin=version("1"))
    await write.write(fresh, SCHEMA, [Update("library", {"name": "Naše"})], EDITOR)
    before = await changes.latest(fresh)
    noted = await load(fresh, LIBRARY | {"name": "Jiná"}, origin=version("1"))
    assert (len(noted.differences), noted.sequence) == (1, None)
    assert await changes.latest(fresh) == before


async def test_the_last_change_without_its_node_has_no_records(fresh: Store) -> None:
    await load(fresh, LIBRARY)
    await fresh.command("MATCH (change:Internal {kind: 'Change'}) DETACH DELETE change")
    assert await changes.latest(fresh) == (1, 0)


async def test_a_mismatch_is_with_the_source_that_says_otherwise(fresh: Store) -> None:
    await load(fresh, LIBRARY | {"sources": ["register"]})
    await load(fresh, LIBRARY, origin=version("1"))
    await write.write(fresh, SCHEMA, [Update("library", {"name": "Naše"})], EDITOR)
    await load(fresh, LIBRARY | {"name": "Jiná", "sources": ["register"]})
    [found] = (await ask(fresh, "mismatches")).rows
    assert found.source == "register"


async def test_each_source_is_told_with_the_row_that_it_is_from(fresh: Store) -> None:
    await load(fresh, LIBRARY, SCHOOL, PARTNERS, origin=version("1", licence="CC0"))
    await load(fresh, SCHOOL, LIBRARY, origin=version("2", "druha.jsonl"))
    found = await ask(fresh, "sources_of", of="library")
    told = [(each.subject.link, each.name, each.place, each.licence, each.sequence) for each in found]
    assert told == [
        (None, "mapa.jsonl", "line 1", "CC0", 1),
        (None, "druha.jsonl", "line 2", None, 2),
        ("PARTNERS_WITH", "mapa.jsonl", "line 3", "CC0", 1),
    ]
    with pytest.raises(NotFound):
        await ask(fresh, "sources_of", of="nobody")


async def test_the_log_is_asked_by_source(fresh: Store) -> None:
    await load(fresh, LIBRARY | {"source": "page"}, origin=version("1"))
    await load(fresh, SCHOOL, origin=version("2", "druha.jsonl"))
    await load(fresh, LIBRARY | {"description": "Nová."}, origin=version("3"))
    for source, sequences in (("file-mapa.jsonl", [3, 1]), ("page", [1]), ("file-druha.jsonl", [2]), ("none", [])):
        found = (await ask(fresh, "writes", filter={"sources": [source]})).rows
        assert [each["sequence"] for each in found] == sequences
