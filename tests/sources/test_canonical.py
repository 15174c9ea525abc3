"""The canonical reader: what it reads, and what it says about what it cannot read."""

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import Problem
from graph.formats import canonical
from graph.rows import Notice, Row

_ELEMENT = b'{"label": "Topic", "id": "pamet", "name": "Pam\xc4\x9b\xc5\xa5"}'
_LINK = b'{"link": "BROADER", "from": "pamet", "to": "kultura"}'


def _read(tmp_path: Path, content: bytes) -> list[Row | Notice | Problem]:
    path = tmp_path / "file"
    path.write_bytes(content)
    return list(canonical.read(path))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_reads_plain_and_gzip_with_bom_and_blank_lines(tmp_path: Path, pack: Any) -> None:
    rows = _read(tmp_path, pack(b"\xef\xbb\xbf" + _ELEMENT + b"\r\n\n  \n" + _LINK))
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
def test_tells_what_is_wrong_with_a_line_and_reads_on(tmp_path: Path, line: bytes, message: str) -> None:
    first, second, third = _read(tmp_path, b"\n".join((_ELEMENT, line, _ELEMENT)))
    assert isinstance(first, Row) and isinstance(third, Row)
    assert isinstance(second, Problem)
    assert second.place == "line 2"
    assert second.message.startswith(message)


def test_wants_elements_before_connections_and_says_so_once(tmp_path: Path) -> None:
    rows = _read(tmp_path, b"\n".join((_LINK, _ELEMENT, _ELEMENT, _ELEMENT)))
    problems = [row for row in rows if isinstance(row, Problem)]
    assert [problem.place for problem in problems] == ["line 2"]
    assert "move all elements before the connections" in problems[0].message


@pytest.mark.parametrize("cut", [3, 12, -4])
def test_tells_about_a_cut_gzip_file(tmp_path: Path, cut: int) -> None:
    packed = gzip.compress(b"\n".join(orjson.dumps({"label": "Topic", "id": str(n)}) for n in range(2000)))
    *_, last = _read(tmp_path, packed[:cut])
    assert isinstance(last, Problem)
    assert "damaged or cut short" in last.message


def test_a_line_without_end_ends_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "LONGEST_LINE", 100)
    *_, last = _read(tmp_path, _ELEMENT + b"\n" + b"x" * 1000)
    assert isinstance(last, Problem)
    assert last.place == "line 2"


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert _read(tmp_path, b"") == []


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.sampled_from(["label", "id", "name", "x"]), _JSON), max_size=5))
def test_any_values_come_back(tmp_path_factory: pytest.TempPathFactory, objects: list[dict[str, Any]]) -> None:
    rows = _read(tmp_path_factory.mktemp("canonical"), b"\n".join(map(orjson.dumps, objects)))
    assert [row.data for row in rows if isinstance(row, Row)] == objects
