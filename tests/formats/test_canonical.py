"""The canonical reader: what it reads, and what it says about what it cannot read."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import Problem
from graph.formats import canonical
from graph.formats.format import Options
from graph.formats.writers import canonical as writer
from graph.rows import Data, Notice, Row

_ELEMENT = b'{"label": "Topic", "id": "pamet", "name": "Pam\xc4\x9b\xc5\xa5"}'
_LINK = b'{"link": "BROADER", "from": "pamet", "to": "kultura"}'


def _read(content: bytes) -> list[Row | Notice | Problem]:
    return list(canonical.read(BytesIO(content), Options()))


def test_reads_on_after_a_bom_and_blank_lines() -> None:
    rows = _read(b"\xef\xbb\xbf" + _ELEMENT + b"\r\n\n  \n" + _LINK)
    assert [row.place for row in rows] == ["line 1", "line 4"]
    assert all(isinstance(row, Row) for row in rows)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"label": "Topic", ', "is not JSON"),
        (b'{"name": "\xe1"}', "is not UTF-8 (byte 11)"),
        (b'["a"]', "is not a JSON object"),
        (b"NaN", "is not JSON"),
        (b"[" * 5000, "is not JSON"),
    ],
)
def test_tells_what_is_wrong_with_a_line_and_reads_on(line: bytes, message: str) -> None:
    first, second, third = _read(b"\n".join((_ELEMENT, line, _ELEMENT)))
    assert isinstance(first, Row) and isinstance(third, Row)
    assert isinstance(second, Problem)
    assert second.place == "line 2"
    assert second.message.startswith(message)


def test_wants_elements_before_connections_and_says_so_once() -> None:
    rows = _read(b"\n".join((_LINK, _ELEMENT, _ELEMENT, _ELEMENT)))
    problems = [row for row in rows if isinstance(row, Problem)]
    assert [problem.place for problem in problems] == ["line 2"]
    assert "move all elements before the connections" in problems[0].message


def test_a_line_without_end_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "LONGEST_LINE", 100)
    *_, last = _read(_ELEMENT + b"\n" + b"x" * 1000)
    assert isinstance(last, Problem)
    assert last.place == "line 2"


async def test_what_is_written_is_read_again() -> None:
    async def rows() -> AsyncIterator[Data]:
        for line in (_ELEMENT, _LINK):
            yield orjson.loads(line)

    written = b"".join([line async for line in writer.write(rows(), "")])
    assert [row.data for row in _read(written) if isinstance(row, Row)] == [row async for row in rows()]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (_ELEMENT, True),
        (b"\xef\xbb\xbf\n" + _LINK, True),
        (b'{"id": "a", "label": "Topic"}\n{', True),
        (b'{"label": "Topic", "id"', True),
        (b"", True),
        (b'{"elements": [{"label": "A"}]}', False),
        (b"[]", False),
        (b"label;id", False),
    ],
)
def test_recognises_the_first_line(head: bytes, expected: bool) -> None:
    assert canonical.recognises(head) is expected


def test_an_empty_file_has_no_rows() -> None:
    assert _read(b"") == []


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the table of characters is made first
@given(st.lists(st.dictionaries(st.sampled_from(["label", "id", "name", "x"]), _JSON), max_size=5))
def test_any_values_come_back(objects: list[dict[str, Any]]) -> None:
    rows = _read(b"\n".join(map(orjson.dumps, objects)))
    assert [row.data for row in rows if isinstance(row, Row)] == objects
