"""What the command line prints acts neither on a terminal nor on a spreadsheet."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli import output
from cli.output import Format
from graph.exchange.importer import Report
from graph.formats.csv import protected
from graph.records import ElementSubject
from graph.values import texts

NAME = "\x1b[2J\x1b]0;pwn\x07\u202e\x9b1m"


@pytest.mark.parametrize("format", list(Format))
def test_m1_rows_carry_no_escapes(format: Format, capsys: pytest.CaptureFixture[str]) -> None:
    """Of every format."""
    output.rows(["name"], [[NAME]], format)
    printed = capsys.readouterr().out
    assert not set(NAME) & set("\x1b\x07\u202e\x9b") & set(printed)
    if format is Format.JSON:
        assert json.loads(printed) == [{"name": NAME}]


def test_m1_errors_and_partners_carry_no_escapes(capsys: pytest.CaptureFixture[str]) -> None:
    """Suggestions in errors, and names in answers."""
    output.complain(f"Did you mean {NAME}?")
    plain = {
        "type": "Library",
        "known": False,
        "score": 1.0,
        "id": "x",
        "signals": [],
        "evidence": [],
        "km": None,
        "place": {"name": NAME},
    }
    made = {"basis": "scale", "model": {"version": 0}}
    output.partners([{"name": NAME, "url": NAME, "propose": [{"text": NAME}], **made, **plain}])
    printed = "".join(capsys.readouterr())
    assert "\x1b" not in printed
    assert "\x9b" not in printed


def test_keys_of_json_may_be_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    output.json({"shares": {5: 1.0}})
    output.json_line({5: 1.0})
    assert capsys.readouterr().out == '{\n  "shares": {\n    "5": 1.0\n  }\n}\n{"5":1.0}\n'


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "＝"])
def test_m2_csv_carries_no_formulas(beginning: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A text that begins as a formula does is a text; a number stays one."""
    output.rows(["name", "number"], [[f'{beginning}HYPERLINK("http://evil")', -1.5]], Format.CSV)
    line = capsys.readouterr().out.splitlines()[1]
    assert line.lstrip('"').startswith(f"'{beginning}")
    assert line.endswith(",-1.5")


@given(st.text())
def test_m2_no_protected_cell_begins_as_a_formula(text: str) -> None:
    """Whatever the text is, and only an apostrophe is added."""
    made = protected(text)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert made in (text, f"'{text}")


@given(st.text())
def test_m1_what_is_escaped_steers_nothing(text: str) -> None:
    """No control character is left but line ends and tabs."""
    assert texts.forbidden(texts.escaped(text).replace("\r\n", "\n"), long=True) is None


def test_a_report_tells_what_changes_and_what_becomes_of_what_is_gone(capsys: pytest.CaptureFixture[str]) -> None:
    """Each property that changes, what the model does not know among them, and whom it is about."""
    kept = [json.dumps({"town": town, "since": 1990}) for town in ("Zlín", "Brno")]
    done = Report(
        changed=[
            ("row 3", {"action": "CREATED", "link": "RUNS", "from": "a", "to": "c", "after": {}}),
            (
                "row 2",
                {
                    "action": "UPDATED", "label": "Library", "id": "a",
                    "before": {"extra": kept[0], "name": "A"}, "after": {"extra": kept[1], "name": "Á", "closed": True},
                },
            ),
        ],
        names={"a": "Á", "b": "B"}, gone=[ElementSubject("Library", "b")], source="R", removed=True, closed=True,
    )  # fmt: skip
    done.elements.updated = done.connections.created = 1
    output.report(done, as_json=False)
    assert capsys.readouterr().out.splitlines()[3:] == [
        "  row 2: Library a (Á): name A → Á, town Zlín → Brno, closed nothing → true",
        "  row 3: new RUNS from a to c",
        "  1 that R does not say any more: libraries are closed, and of the rest connections are taken back",
        "    Library b (B)",
    ]
