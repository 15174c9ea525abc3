"""Writing, for every door: batches of commands, decisions on proposals, undoing. All of it is logged.

Writers take turns (see ``graph/log/changes.py``): what one reads stands until it has written. Readers never wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import orjson

from graph import access, rules
from graph.access import Author, Role, Viewer
from graph.errors import BadInput, Conflict, Forbidden, KeyReused, NotFound, WriteRefused
from graph.log import changes
from graph.log.changes import Log
from graph.log.stored import StoredChange, touches
from graph.model import Schema
from graph.questions.named import CHANGES, WRITES
from graph.records import Action, ConnectionSubject, ElementSubject, Record, SubjectData
from graph.store import Store, Transaction, from_neo4j
from graph.writing import rights
from graph.writing.batch import Batch
from graph.writing.commands import Command, digest, dump, parse, prepared

TIMEOUT = 30.0
"""Seconds that one write may take in the database, waiting for its turn included."""

UNDO_TIMEOUT = 600.0
"""Seconds that undoing may take: what is undone can be a large import."""

NAMED = 5
"""How many of those that stand in the way of undoing are named."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one command did. ``status`` is applied, proposed or unchanged; ``action`` is None for unchanged.

    ``subject`` identifies the element or connection, ``sequence`` is the number of the change in the log (None when
    nothing was written), ``version`` that of the element afterwards.
    """

    status: str
    action: str | None
    subject: SubjectData
    sequence: int | None
    version: int | None


class _RolledBack(Exception):
    """Rolls a transaction back and carries the outcomes out of it."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self.outcomes = outcomes


async def write(
    store: Store,
    schema: Schema,
    commands: Sequence[Command],
    author: Author,
    *,
    key: str | None = None,
    dry_run: bool = False,
) -> list[Outcome]:
    """Do a batch of commands, all or nothing; one outcome for each.

    A batch with a change that the author may not apply directly becomes a proposal as a whole. With a ``key``, the same
    request again gets the first outcomes and writes nothing. A dry run has the same outcomes and writes nothing.

    Raises
    ------
    WriteRefused
        With everything that is wrong, each with its path.
    Forbidden
        The author may not write at all.
    BadInput
        The key is none: 1 to 200 printable characters.
    KeyReused
        The author sent the key before, with another request.
    DatabaseUnavailable, DatabaseTimeout
        Nothing was written, or it is unknown whether: repeat it with a key.
    """
    access.require_writer(author.viewer)
    if key is not None and rules.element_id(key):
        raise BadInput("A key has 1 to 200 printable characters.", place="key")
    own_digest, ready = digest(commands), prepared(commands)
    request = f"{author.viewer.name}\n{key}"

    async def work(transaction: Transaction) -> list[Outcome]:
        log = await Log.open(transaction)
        if key is not None and (known := await _recalled(transaction, request, own_digest)) is not None:
            raise _RolledBack(known)
        batch = Batch(schema, author.viewer)
        await batch.apply(transaction, ready)
        outcomes = await _finish(transaction, log, batch, author, ready, key=key)
        if dry_run:
            raise _RolledBack([replace(outcome, sequence=None) for outcome in outcomes])
        if key is not None:
            stored = {"key": request, "digest": own_digest, "outcomes": orjson.dumps(outcomes).decode(), "at": log.at}
            await transaction.run(CHANGES["remember_request"].text, stored)
        return outcomes

    try:
        return await store.write(work, "write", timeout=TIMEOUT)
    except _RolledBack as done:
        return done.outcomes


async def review(
    store: Store, schema: Schema, sequence: int, author: Author, *, accept: bool, note: str | None = None
) -> list[Outcome]:
    """Accept a proposal, which does its commands now and in the reviewer's name, or reject it; then no outcomes.

    Raises
    ------
    NotFound
        There is no proposal of this number.
    Conflict
        It is decided already.
    WriteRefused
        It does not fit what the graph holds by now.
    Forbidden
        The author is no reviewer.
    """
    access.require_reviewer(author.viewer)
    author = replace(author, reason="review", note=note)

    async def work(transaction: Transaction) -> list[Outcome]:
        log = await Log.open(transaction)
        properties, _ = await _change(transaction, sequence, author.viewer)
        if properties["status"] != "proposed":
            raise Conflict(f"Change {sequence} is {properties['status']}; only what is proposed can be decided on.")
        answer = {
            "status": "accepted" if accept else "rejected",
            "answeredBy": author.viewer.name,
            "answer": note,
        }
        parameters = {"sequence": sequence, "at": log.at, "answer": answer}
        await transaction.run(CHANGES["answer_proposal"].text, parameters)
        if not accept:
            return []
        batch = Batch(schema, author.viewer)
        commands = parse(properties["commands"])
        await batch.apply(transaction, commands)
        return await _finish(transaction, log, batch, author, commands, refers=sequence)

    return await store.write(work, "review", timeout=TIMEOUT)


async def undo(store: Store, schema: Schema, sequence: int, author: Author) -> int:
    """Revert a change, if nothing came after it; the number of the change that does so.

    Contributors undo their own changes, as far as they may apply the reverse directly.

    Raises
    ------
    NotFound
        There is no such change.
    Conflict
        It was never applied, or later changes touched the same; these elements and connections are named.
    WriteRefused
        A value that would come back belongs to another element by now.
    Forbidden
        The author may not.
    """
    access.require_writer(author.viewer)
    author = replace(author, reason="undo")

    async def work(transaction: Transaction) -> int:
        log = await Log.open(transaction)
        properties, records = await _change(transaction, sequence, author.viewer)
        if properties["status"] != "applied":
            raise Conflict(f"Change {sequence} is {properties['status']}; only what was applied can be undone.")
        if properties["by"] != author.viewer.name:
            access.require_reviewer(author.viewer)
        if not records:
            raise Conflict(
                f"Change {sequence} is feedback and changed nothing on the map; give other feedback instead."
            )
        batch = await _reverted(transaction, schema, author.viewer, properties, records)
        reverse = batch.records()
        if not rights.may_apply_directly(author.viewer, reverse, await _own(transaction, author.viewer, batch)):
            raise Forbidden("This change touched what is not yours by now; undoing it takes the role reviewer.")
        await batch.flush(transaction, log.at, log.sequence)
        return await log.close(author, (record.data() for record in reverse), refers=sequence)

    return await store.write(work, "undo", timeout=UNDO_TIMEOUT)


# ----------------------------------------------------------------------------------------------------------------------


async def _touched_since(
    transaction: Transaction, viewer: Viewer, sequence: int, blocking: Sequence[Record]
) -> Conflict:
    """The conflict that names what stands in the way of undoing a change, as far as the viewer may see it."""
    touched = touches(dict.fromkeys(id_ for record in blocking for id_ in record.subject.touches))
    veils = changes.by_id(veil for [veil] in await transaction.run(CHANGES["hidden"].text, {"touches": touched}))
    seen = [record.subject for record in blocking if changes.sees_record(viewer, sequence, record, veils)]
    named = [subject.text for subject in seen[:NAMED]]
    if len(seen) > NAMED:
        named.append(f"{len(seen) - NAMED} more")
    if len(seen) < len(blocking):
        named.append("something that you may not see")
    message = f"Later changes touched what this one did: {', '.join(named)}. Undo these first."
    return Conflict(message, [subject.data() for subject in seen])


async def _finish(
    transaction: Transaction,
    log: Log,
    batch: Batch,
    author: Author,
    commands: Sequence[Command],
    **properties: object,
) -> list[Outcome]:
    """Write a batch, or keep it as a proposal; raises what is wrong with it."""
    if batch.problems:
        raise WriteRefused(batch.problems)
    records = batch.records()
    status, sequence = "applied", None
    if records:
        own = await _own(transaction, author.viewer, batch)
        if rights.may_apply_directly(author.viewer, records, own):
            await batch.flush(transaction, log.at, log.sequence)
        else:
            status = "proposed"
            properties["commands"] = dump(commands)
        data = (record.data() for record in records)
        sequence = await log.close(author, data, status=status, **properties)
    return [
        Outcome(
            status if done.action and sequence else "unchanged",
            done.action if sequence else None,
            done.subject.data(),
            sequence if done.action else None,
            None if status == "proposed" else batch.version(done.subject),
        )
        for done in batch.done
    ]


async def _own(transaction: Transaction, viewer: Viewer, batch: Batch) -> set[str]:
    """The elements among those of a batch that a contributor owns."""
    if viewer.role is not Role.CONTRIBUTOR or viewer.library is None:
        return set()
    [[ids]] = await transaction.run(WRITES["owned"].text, {"library": viewer.library, "ids": batch.touched()})
    return {viewer.library, *ids}


async def _recalled(transaction: Transaction, request: str, own_digest: str) -> list[Outcome] | None:
    rows = await transaction.run(CHANGES["recall_request"].text, {"key": request})
    if not rows:
        return None
    [[first_digest, outcomes]] = rows
    if first_digest != own_digest:
        raise KeyReused("This key came before with another request; a new request needs a new key.")
    return [Outcome(**outcome) for outcome in orjson.loads(outcomes)]


async def _change(transaction: Transaction, sequence: int, viewer: Viewer) -> tuple[StoredChange, list[Record]]:
    found = await changes.one(transaction, sequence)
    if found is None or not access.sees_change(viewer, found[0]["status"], found[0]["by"]):
        raise NotFound(f"There is no change {sequence}.", place="sequence")
    return found


async def _reverted(
    transaction: Transaction, schema: Schema, viewer: Viewer, change: StoredChange, records: Sequence[Record]
) -> Batch:
    """A batch that reverts the records of a change, the last first."""
    batch, at = Batch(schema, viewer), from_neo4j(change["at"])
    subjects = [record.subject for record in records]
    created = [r.subject.id for r in records if r.action is Action.CREATED and isinstance(r.subject, ElementSubject)]
    pairs = ((s.type, s.start, s.end) for s in subjects if isinstance(s, ConnectionSubject))
    await batch.load(transaction, (id_ for subject in subjects for id_ in subject.touches), pairs, created)
    blocking = [record for record in reversed(records) if not batch.revert(record, at)]
    if blocking:
        raise await _touched_since(transaction, viewer, change["sequence"], blocking)
    await batch.validate_unique(transaction)
    if batch.problems:
        raise WriteRefused(batch.problems)
    return batch
