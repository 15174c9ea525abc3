"""The page of an import: the same data as the JSON, and names in it are text."""

from graph.errors import Problem
from graph.exchange import page, reporting
from graph.exchange.importer import Report
from graph.matching.joining import Match
from graph.model import Text
from graph.records import Action
from graph.rows import Notice


def test_the_page_tells_all_and_takes_no_name_for_markup() -> None:
    report = Report(dry_run=True, refused=[Problem("row 9", "has no <b>name</b>")], refused_count=1)
    report.notices = [Notice("row 1", "a remark")]
    report.matches = [
        Match("row 2", "new", "<script>x</script>", "old", "Lípa", 0.8, (Text("proto", "so"),), sure=False)
    ]
    report.changed = [
        ("row 3", {"action": Action.CREATED, "label": "Topic", "id": "t", "after": {"name": "Paměť & klima"}}),
        (
            "row 4",
            {"action": Action.UPDATED, "label": "Library", "id": "l", "before": {"url": None}, "after": {"url": "u"}},
        ),
        ("row 5", {"action": Action.CREATED, "link": "WORKS_ON", "from": "l", "to": "t"}),
    ]
    report.names = {"l": "Knihovna", "t": "Paměť & klima"}
    written = page.written(reporting.data(report), "a<i>.csv", "cs")
    assert "<script>" not in written and "<b>name" not in written and "a<i>" not in written
    for told in (
        "řádek 9",
        "a remark",
        "80 %",
        "proto",
        "Paměť &amp; klima (téma)",
        "Knihovna (knihovna)",
        "<ins>u</ins>",
    ):
        assert told in written
