"""Writing, for every door: batches of commands, decisions on proposals, undoing. All of it is logged.

Writers take turns (see ``graph/log/changes.py``): what one reads stands until it has written. Readers never wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import orjson

from graph import access, said
from graph.access import Author, Door, Role, Viewer
from graph.errors import BadInput, Conflict, Forbidden, NotFound, ProposedAnew, WriteRefused
from graph.log import changes
from graph.log.changes import Log
from graph.log.stored import StoredChange, touches
from graph.model import Schema
from graph.questions.named import CHANGES, WRITES
from graph.records import Action, ConnectionSubject, ElementSubject, Record, Subject, SubjectData
from graph.store import Store, Transaction
from graph.store.values import from_neo4j
from graph.writing import removed, requests, rights
from graph.writing.batch import Batch
from graph.writing.commands import Command, Merge, digest, dump, parse, prepared
from graph.writing.merging import Contradiction, Left, Merging, pairs_in
from graph.writing.undoing import added

TIMEOUT = 30.0
"""Seconds that one write may take in the database, waiting for its turn included."""

UNDO_TIMEOUT = 600.0
"""Seconds that undoing may take: what is undone can be a large import."""

_IMPORTS = frozenset({"import", "seed"})
"""Reasons of changes that are undone around what was touched since: one good correction must not keep all the rest."""

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


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch did: the ``outcomes`` of its commands, and the ids of the elements that it ``touched`` and left there.

    What is connected or disconnected touches both ends. Of what was merged, ``contradictions`` are values that were left.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)

    @property
    def without_trace(self) -> "Written":
        """The same of a dry run, which is no change in the log and touches nothing."""
        return replace(self, outcomes=[replace(each, sequence=None) for each in self.outcomes], touched=[])


@dataclass(frozen=True, slots=True)
class Reversed:
    """The number of the change that undid another one, and the ids of the elements that it ``touched`` and left there.

    ``left`` are connections that did not come back to what was merged, and what was touched since an import.
    """

    sequence: int
    touched: list[str]
    left: list[Left] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a proposal asks for: commands, with a digest of what was sent; ``sequence`` is None before it is in the log."""

    sequence: int | None
    digest: str
    commands: Sequence[Command]

    def data(self) -> dict[str, object]:
        """What the log keeps of it."""
        return {"commands": dump(self.commands), "digest": self.digest}


class _RolledBack(Exception):
    """Rolls a transaction back and carries out of it what it did."""

    def __init__(self, done: Written) -> None:
        self.done = done


async def write(
    store: Store,
    schema: Schema,
    commands: Sequence[Command],
    author: Author,
    *,
    key: str | None = None,
    replaces: int | None = None,
    dry_run: bool = False,
) -> Written:
    """Do a batch of commands, all or nothing; one outcome for each.

    A batch with a change that the author may not apply directly, or of an assistant, becomes a proposal as a whole; where the same of theirs
    is open, it is that one. It takes the place of the open proposal of theirs that it ``replaces``. With a ``key``, the
    same request again gets the first outcomes and writes nothing. A dry run has the same outcomes and writes nothing.

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
    NotFound, Conflict
        What it replaces is no proposal of the author, or is decided already.
    DatabaseUnavailable, DatabaseTimeout
        Nothing was written, or it is unknown whether: repeat it with a key.
    """
    access.require_writer(author.viewer)
    if dry_run and store.joined is not None:  # what others write in the transaction would have to go back with it
        raise BadInput("A dry run is no part of a transaction: send it alone.", place="dryRun")
    request = None if key is None else requests.named(author.viewer, key)
    own_digest, ready = digest(commands), prepared(commands)

    async def work(transaction: Transaction) -> Written:
        log = await Log.open(transaction)
        if request is not None and (known := await requests.recalled(transaction, request, own_digest)) is not None:
            outcomes, touched = known
            raise _RolledBack(Written([Outcome(**outcome) for outcome in orjson.loads(outcomes)], touched))
        if replaces is not None:
            await _take_back(transaction, log, replaces, author, "replaced")
        standing = await _standing(transaction, author.viewer, own_digest)
        proposal = standing or Proposed(None, own_digest, ready)
        done = await _done(transaction, log, schema, author, proposal, requestKey=key, refers=replaces)
        if request is not None:
            told = orjson.dumps(done.outcomes)
            await requests.remember(transaction, request, own_digest, told, log.at, done.touched)
        if dry_run:
            raise _RolledBack(done.without_trace)
        return done

    try:
        return await store.write(work, "write", timeout=TIMEOUT)
    except _RolledBack as rolled_back:
        return rolled_back.done


async def withdraw(store: Store, sequence: int, author: Author) -> None:
    """Take back an open proposal of the author's own.

    Raises
    ------
    NotFound
        There is no proposal of this number by the author.
    Conflict
        It is decided already.
    Forbidden
        The author may not write at all.
    """
    access.require_writer(author.viewer)

    async def work(transaction: Transaction) -> None:
        log = await Log.open(transaction)
        await _take_back(transaction, log, sequence, author, "withdrawn")

    await store.write(work, "withdraw", timeout=TIMEOUT)


async def review(
    store: Store, schema: Schema, sequence: int, author: Author, *, accept: bool, note: str | None = None
) -> Written:
    """Accept a proposal, which does its commands now and in the reviewer's name, or reject it; then nothing is done.

    What is accepted is what was shown. Where the commands would come to something else by now, nothing is done: they are
    proposed anew, in their author's name, so that what they come to now can be looked at.

    Raises
    ------
    NotFound
        There is no proposal of this number.
    Conflict
        It is decided already, or would come to something else by now than was shown.
    WriteRefused
        It does not fit what the graph holds by now.
    Forbidden
        The author is no reviewer.
    """
    access.require_reviewer(author.viewer)
    author = replace(author, reason="review", note=note)

    async def work(transaction: Transaction) -> Written | ProposedAnew:
        log = await Log.open(transaction)
        change, shown = await _change(transaction, sequence, author.viewer)
        _require_open(change)
        if not accept:
            await _answer(transaction, log, sequence, author, "rejected")
            return Written()
        proposal = Proposed(None, change["digest"], parse(change["commands"]))
        proposer = Viewer(Role(change["role"]), change["by"])
        batch = Merging(schema, author.viewer, proposer, from_neo4j(change["at"])[:10])
        await batch.apply(transaction, proposal.commands)
        if not batch.problems and not changes.same(batch.records(), shown):
            return await _propose_anew(transaction, log, change, batch.records())
        await _answer(transaction, log, sequence, author, "accepted")
        return await _finish(transaction, log, schema, batch, author, proposal, refers=sequence)

    done = await store.write(work, "review", timeout=TIMEOUT)
    if isinstance(done, ProposedAnew):
        raise done
    return done


async def undo(store: Store, schema: Schema, sequence: int, author: Author, *, strict: bool = False) -> Reversed:
    """Revert a change, if nothing came after it; of an import, unless ``strict``, what nobody touched since.

    Contributors undo their own changes, as far as they may apply the reverse directly.

    Raises
    ------
    NotFound
        There is no such change.
    Conflict
        It was never applied, or later changes touched the same, of an import all of it; these elements and connections
        are named.
    WriteRefused
        A value that would come back belongs to another element by now.
    Forbidden
        The author may not.
    """
    access.require_writer(author.viewer)
    author = replace(author, reason="undo")

    async def work(transaction: Transaction) -> Reversed:
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
        around = properties["reason"] in _IMPORTS and not strict
        batch = await _taken_back(transaction, schema, author.viewer, properties, records, around=around)
        reverse = batch.records()
        if not rights.may_undo(author.viewer, reverse, await _own(transaction, author.viewer, batch)):
            raise Forbidden("This change touched what is not yours by now; undoing it takes the role reviewer.")
        await batch.flush(transaction, log.at, log.sequence, reverse)
        await removed.settle(transaction, schema, properties, reverse, log.sequence)
        data = (record.data() for record in reverse)
        number = await log.close(author, data, refers=sequence, **batch.told())
        return Reversed(number, _touched(reverse, author.viewer), batch.left)

    return await store.write(work, "undo", timeout=UNDO_TIMEOUT)


# ----------------------------------------------------------------------------------------------------------------------


async def _seen(transaction: Transaction, viewer: Viewer, sequence: int, blocking: Sequence[Record]) -> list[Subject]:
    """What stands in the way of undoing a change, as far as the viewer may see it."""
    if not blocking:
        return []
    touched = touches(dict.fromkeys(id_ for record in blocking for id_ in record.subject.touches))
    veils = changes.by_id(veil for [veil] in await transaction.run(CHANGES["hidden"].text, {"touches": touched}))
    return [record.subject for record in blocking if changes.sees_record(viewer, sequence, record, veils)]


def _touched_since(seen: Sequence[Subject], *, hidden: bool) -> Conflict:
    """The conflict that names what stands in the way."""
    named = [subject.text for subject in seen[:NAMED]]
    if len(seen) > NAMED:
        named.append(f"{len(seen) - NAMED} more")
    if hidden:
        named.append("something that you may not see")
    message = f"Later changes touched what this one did: {', '.join(named)}. Undo these first."
    return Conflict(message, [subject.data() for subject in seen])


async def _done(
    transaction: Transaction,
    log: Log,
    schema: Schema,
    author: Author,
    proposal: Proposed,
    **properties: object,
) -> Written:
    """Do the commands of a proposal in its author's own name; raises what is wrong with them."""
    batch = Merging(schema, author.viewer)
    await batch.apply(transaction, proposal.commands)
    return await _finish(transaction, log, schema, batch, author, proposal, **properties)


async def _finish(
    transaction: Transaction,
    log: Log,
    schema: Schema,
    batch: Merging,
    author: Author,
    proposal: Proposed,
    **properties: object,
) -> Written:
    """Write a batch, or keep it as a proposal; raises what is wrong with it."""
    if batch.problems:
        raise WriteRefused(batch.problems)
    records = batch.records()
    status, sequence = "applied", None
    if records:
        if await _directly(transaction, batch, author):
            if not access.decides(author.viewer):  # some of it may be settled as proposed
                records = batch.records()
            await batch.flush(transaction, log.at, log.sequence, records)
            if not (told := batch.told()):
                await removed.remember(transaction, schema, records, log.sequence)
            properties |= told
            if proposal.sequence is not None:
                await _answer(transaction, log, proposal.sequence, author, "replaced")
        else:
            status, sequence = "proposed", proposal.sequence
            properties |= proposal.data()
        if sequence is None:
            data = (record.data() for record in records)
            sequence = await log.close(author, data, status=status, **properties)
    outcomes = [
        Outcome(
            status if done.action and sequence else "unchanged",
            done.action if sequence else None,
            done.subject.data(),
            sequence if done.action else None,
            None if status == "proposed" else batch.version(done.subject),
        )
        for done in batch.done
    ]
    touched = _touched(records, author.viewer) if status == "applied" else []
    return Written(outcomes, touched, batch.contradictions)


async def _directly(transaction: Transaction, batch: Merging, author: Author) -> bool:
    """Whether a batch is written at once, what takes somebody else's word settled as ``proposed``."""
    if author.only_proposes:
        return False
    return access.decides(author.viewer) or batch.settle(await _own(transaction, author.viewer, batch))


def _touched(records: Sequence[Record], viewer: Viewer) -> list[str]:
    """The ids of the elements that records are about which a viewer may see, and that are still there."""
    records = [each for each in records if access.sees(viewer, each.visibility)]
    gone = {r.subject.id for r in records if r.action is Action.DELETED and isinstance(r.subject, ElementSubject)}
    return [id_ for id_ in dict.fromkeys(id_ for r in records for id_ in r.subject.touches) if id_ not in gone]


def _require_open(change: StoredChange) -> None:
    if change["status"] != "proposed":
        message = f"Change {change['sequence']} is {change['status']}; only what is proposed can be decided on."
        raise Conflict(message)


async def _answer(transaction: Transaction, log: Log, sequence: int, author: Author, status: str) -> None:
    answer = {"status": status, "answeredBy": author.viewer.name, "answer": author.note}
    await transaction.run(CHANGES["answer_proposal"].text, {"sequence": sequence, "at": log.at, "answer": answer})


async def _take_back(transaction: Transaction, log: Log, sequence: int, author: Author, status: str) -> None:
    """End an open proposal in its author's name."""
    change, _ = await _change(transaction, sequence, author.viewer)
    if change["by"] != author.viewer.name:
        raise NotFound(f"There is no proposal {sequence} of yours.", place="sequence")
    _require_open(change)
    await _answer(transaction, log, sequence, replace(author, note=None), status)


async def _standing(transaction: Transaction, viewer: Viewer, own_digest: str) -> Proposed | None:
    """The open proposal of an author that asks for the same, if there is one."""
    rows = await transaction.run(CHANGES["same_proposal"].text, {"by": viewer.name, "digest": own_digest})
    return Proposed(rows[0][0], own_digest, parse(rows[0][1])) if rows else None


async def _propose_anew(
    transaction: Transaction, log: Log, change: StoredChange, records: Sequence[Record]
) -> ProposedAnew:
    """Put a proposal with what it comes to by now in the place of one; the conflict that says so."""
    sequence = change["sequence"]
    if not records:
        raise Conflict(f"What change {sequence} proposes is so already; reject it.")
    viewer = Viewer(Role(change["role"]), change["by"])
    author = Author(viewer, Door(change["door"]), change["reason"], change.get("note"))
    await _answer(transaction, log, sequence, author, "replaced")
    kept = {"commands": change["commands"], "digest": change["digest"]}
    data = (record.data() for record in records)
    await log.close(author, data, status="proposed", refers=sequence, **kept)
    return ProposedAnew(sequence, log.sequence)


async def _own(transaction: Transaction, viewer: Viewer, batch: Batch) -> set[str]:
    """The elements among those of a batch that a contributor owns."""
    if viewer.role is not Role.CONTRIBUTOR or viewer.library is None:
        return set()
    [[ids]] = await transaction.run(WRITES["owned"].text, {"library": viewer.library, "ids": batch.touched()})
    return {viewer.library, *ids}


async def _change(transaction: Transaction, sequence: int, viewer: Viewer) -> tuple[StoredChange, list[Record]]:
    found = await changes.one(transaction, sequence)
    if found is None or not access.sees_change(viewer, found[0]["status"], found[0]["by"]):
        raise NotFound(f"There is no change {sequence}.", place="sequence")
    return found


async def _taken_back(
    transaction: Transaction,
    schema: Schema,
    viewer: Viewer,
    change: StoredChange,
    records: Sequence[Record],
    *,
    around: bool,
) -> Merging:
    """A batch that undoes a change: its records, or what it merged or took apart, whatever came later."""
    batch = Merging(schema, viewer)
    if pairs := pairs_in(change.get("merges")):
        await batch.take_apart(transaction, pairs, change["sequence"])
    elif pairs := pairs_in(change.get("unmerges")):
        await batch.apply(transaction, prepared(Merge(keep, gone) for keep, gone in pairs))
    else:
        left = await _revert(batch, transaction, viewer, change, records, around=around)
        batch.left += [Left(subject, None) for subject in left]
    if batch.problems:
        raise WriteRefused(batch.problems)
    return batch


async def _revert(
    batch: Batch,
    transaction: Transaction,
    viewer: Viewer,
    change: StoredChange,
    records: Sequence[Record],
    *,
    around: bool,
) -> Sequence[Subject]:
    """Revert the records of a change, the last first; sources after all that may name them.

    Where something came after one, raise Conflict, or work ``around`` what was touched and tell what is left of it.
    """
    at = from_neo4j(change["at"])
    subjects = [record.subject for record in records]
    sources = {s.id for s in subjects if isinstance(s, ElementSubject) and s.label == said.LABEL}
    whole = {
        r.subject.id
        for r in records
        if isinstance(r.subject, ElementSubject)
        and (r.action is Action.CREATED or "label" in r.before or (around and added(r, sources)))
    }
    links = (s for s in subjects if isinstance(s, ConnectionSubject) and whole.isdisjoint(s.touches))
    pairs = ((s.type, s.start, s.end) for s in links)
    await batch.load(transaction, (id_ for subject in subjects for id_ in subject.touches), pairs, whole)
    latest = records[::-1]
    ordered = sorted(latest, key=lambda record: record.subject.touches[0] in sources)
    blocking = [
        record for record in ordered if not batch.revert(record, at) and not (around and batch.forget(record, sources))
    ]
    seen = await _seen(transaction, viewer, change["sequence"], blocking)
    if len(blocking) == len(records) or (blocking and not around):
        raise _touched_since(seen, hidden=len(seen) < len(blocking))
    await batch.validate(transaction)
    return list(dict.fromkeys(seen))
