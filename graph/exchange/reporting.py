"""What an import did, as data: what the command line prints as JSON, and what is kept of an import over the web."""

from collections.abc import Iterable, Mapping

from graph.errors import Problem
from graph.exchange.differences import open_ones
from graph.exchange.importer import Report
from graph.matching.joining import Match
from graph.rows import Notice


def data(done: Report) -> dict[str, object]:
    """A report."""
    return {
        "dryRun": done.dry_run,
        "sequence": done.sequence,
        "elements": vars(done.elements),
        "connections": vars(done.connections),
        "unmapped": dict(done.unmapped.most_common()),
        "notices": places(done.notices),
        "noticeCount": done.notice_count,
        "matches": [_match(match) for match in done.matches],
        "changed": [{"place": place, **record} for place, record in done.changed],
        "source": done.source,
        "differences": open_ones(done.differences, done.deleted),
        "differenceCount": done.difference_count + done.deleted_count,
        "gone": [subject.data() for subject in done.gone],
        "goneCount": len(done.gone),
        "removed": done.removed,
        "names": dict(done.names),
        "refused": places(done.refused),
        "refusedCount": done.refused_count,
    }


def places(told: Iterable[Notice | Problem]) -> list[Mapping[str, str]]:
    """Remarks or problems with their places."""
    return [{"place": each.place, "message": each.message} for each in told]


def _match(match: Match) -> Mapping[str, object]:
    return {
        "place": match.place,
        "name": match.name,
        "row": match.id,
        "id": match.of,
        "of": match.of_name,
        "score": match.score,
        "sure": match.sure,
        "reasons": [{"cs": reason.cs, "en": reason.en} for reason in match.reasons],
    }
