"""What people say about suggested partners: kept in the log, heeded by later lists, counted by the funnel."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from graph import access
from graph.access import Author, Role
from graph.errors import LOOK_IT_UP, Forbidden, NotFound, Refusal, WriteRefused
from graph.log.changes import Log
from graph.questions.named import FEEDBACK
from graph.ranking.verdicts import Verdict
from graph.schema import ALLY
from graph.store import Store, Transaction

LONGEST_REASON = 2000
"""Characters of a reason."""

MEETING = ("RUNS", "TAKES_PART_IN")
"""Connections by which allies do something together."""

TIMEOUT = 30.0
"""Seconds that giving feedback may take, waiting for the turn included."""


class _Unchanged(Exception):
    """Ends a transaction that says again what was said."""


async def give(
    store: Store, author: Author, asker: str, topic: str, partner: str, verdict: Verdict, reason: str | None = None
) -> int | None:
    """Keep what an ally says about one suggested to it on a topic; the number of the change, None if it says it again.

    The last word about a suggestion counts. It is the ally's, whoever said it for them; ``WITHDRAWN`` takes it back, with
    all that was said before it.

    Raises
    ------
    WriteRefused
        With all of it: the asker, the topic or the partner does not exist for the author or is of the wrong type, asker and
        partner are the same, the reason is too long.
    Forbidden
        The author may not write, or not for this ally.
    """
    viewer = author.viewer
    access.require_writer(viewer)
    wrong = list(_wrong(asker, partner, reason))
    author = replace(author, reason="feedback", note=reason)
    told = {"asker": asker, "topic": topic, "partner": partner, "verdict": verdict.value}

    async def work(transaction: Transaction) -> int:
        log = await Log.open(transaction)
        wrong_ends = [each async for each in _wrong_ends(transaction, author, asker, topic, partner)]
        if problems := [*wrong_ends, *wrong]:
            raise WriteRefused(problems)
        if viewer.role is Role.CONTRIBUTOR and viewer.library not in (None, asker):
            raise Forbidden("This key gives feedback for its own library only.", place="for")
        key = f"{asker}\n{topic}\n{partner}"
        if verdict is Verdict.WITHDRAWN:
            [[changed]] = await transaction.run(FEEDBACK["withdraw"].text, {"key": key})
        else:
            kept = told | {"reason": reason, "by": viewer.name, "sequence": log.sequence}
            parameters = {"key": key, "suggestion": kept, "at": log.at}
            [[changed]] = await transaction.run(FEEDBACK["give"].text, parameters)
        if not changed:
            raise _Unchanged
        return await log.close(author, (), **told)

    try:
        return await store.write(work, "feedback", timeout=TIMEOUT)
    except _Unchanged:
        return None


def _wrong(asker: str, partner: str, reason: str | None) -> Iterator[Refusal]:
    if asker == partner:
        yield Refusal(("partner",), "Nobody is suggested to themselves.")
    if reason is not None and len(reason) > LONGEST_REASON:
        yield Refusal(("reason",), f"A reason has {LONGEST_REASON} characters at most.")


async def _wrong_ends(
    transaction: Transaction, author: Author, asker: str, topic: str, partner: str
) -> AsyncIterator[Refusal]:
    [[rows]] = await transaction.run(FEEDBACK["about"].text, {"ids": [asker, topic, partner]})
    found = {id_: labels for id_, labels, visibility in rows if access.sees(author.viewer, visibility)}
    for place, id_, label in (("for", asker, ALLY.label), ("topic", topic, "Topic"), ("partner", partner, ALLY.label)):
        if id_ not in found:
            yield Refusal((place,), f"there is no {label} with the id {id_!r}; {LOOK_IT_UP}", NotFound.code)
        elif label not in found[id_]:
            yield Refusal((place,), f"{id_!r} is no {label}")


async def verdicts(store: Store, asker: str, topic: str) -> dict[str, Verdict]:
    """What an ally said last about those suggested to it on a topic, by their ids."""
    [[rows]] = await store.read(FEEDBACK["verdicts"].text, {"asker": asker, "topic": topic}, name="verdicts")
    return {partner: Verdict(verdict) for partner, verdict in rows}


Good = tuple[str, str, Sequence[str]]
"""An asker, a topic, and the partners that were of use."""


async def good(store: Store) -> list[Good]:
    """Asker, topic and partners of all suggestions that were of use by the last word about each."""
    return [(asker, topic, partners) for asker, topic, partners in await store.read(FEEDBACK["good"].text, name="good")]


def without(lines: Sequence[dict[str, Any]], judged: Iterable[Good]) -> Iterator[dict[str, Any]]:
    """The lines of a canonical file without what those of a good suggestion have done together.

    They are no partners any more, and the one suggested takes no part in the activities of the asker: an evaluation on
    these lines asks for what they don't tell.
    """
    suggested: dict[str, set[str]] = {}
    for asker, _, partners in judged:
        for partner in partners:
            suggested.setdefault(partner, set()).add(asker)
    attends: dict[str, set[str]] = {}
    for line in lines:
        if line.get("link") in MEETING:
            attends.setdefault(line["to"], set()).add(line["from"])
    for line in lines:
        link, start, end = line.get("link"), line.get("from", ""), line.get("to", "")
        tied = end in suggested.get(start, ()) or start in suggested.get(end, ())
        together = link in MEETING and suggested.get(start, set()) & attends[end]
        if not (link == "PARTNERS_WITH" and tied) and not together:
            yield line
