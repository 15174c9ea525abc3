"""The mapping that is proposed for a map: it reads as the map is read, and says why."""

from io import BytesIO
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidFile
from graph.formats import canonical, kumu, nodelink, registry
from graph.formats.format import Options
from graph.mapping import file, proposal
from graph.mapping.mapping import Meaning
from graph.rows import Row
from tests.formats.drawings import Read
from tests.formats.test_tables import book

ELEMENTS = [
    ["Label", "Type", "Číslo", "Webovky", "Popis"],
    ["Knihovna Lípa", "Knihovna", "70947422", "https://lipa.example", "První"],
    ["Spolek", "Firma", 27082440, "", ""],
    ["Čtení", "Akce", "", "", "Druhá"],
    ["Dopis", "Letter", "", "", ""],
]
CONNECTIONS = [
    ["From", "To", "Type"],
    ["Knihovna Lípa", "Čtení", "pořádá"],
    ["Spolek", "Dopis", "criticises"],
    ["Knihovna Lípa", "Spolek", ""],
]


def proposed(data: bytes) -> str:
    format = registry.recognised(BytesIO(data))
    return proposal.written(registry.proposed_mapping(format, BytesIO(data), format.bind({}, "mapa")), "mapa")


def test_says_what_words_mean_and_why() -> None:
    text = proposed(book(Elements=ELEMENTS, Connections=CONNECTIONS))
    assert '"Firma" = {label = "Organization", kind = "company"}' in text
    assert "the model has no such type" in text
    assert "8 digits with a check digit: ico (2 of 2)" in text
    assert '# "" = "PARTNERS_WITH"' in text
    mapping = file.read(text)
    assert mapping.types["letter"] == Meaning("Item", "Letter")
    assert mapping.connections == {
        "porada": Meaning("RUNS"),
        "criticises": Meaning("RELATED_TO", "criticises"),
    }
    assert mapping.fields == {"cislo": "ico", "webovky": "url", "popis": "description"}


def test_what_the_ends_decide_is_left_to_them() -> None:
    elements = [["Label", "Type"], ["Akce", "Akce"], ["Spolek", "Spolek"], ["Téma", "Téma"]]
    links = [["From", "To", "Type"], ["Akce", "Téma", "téma"], ["Spolek", "Téma", "téma"]]
    text = proposed(book(Elements=elements, Connections=links))
    assert "from Activity to Topic: ABOUT" in text
    assert "from Organization to Topic: WORKS_ON" in text
    assert not file.read(text).connections


def test_a_format_in_words_of_the_model_needs_none() -> None:
    with pytest.raises(InvalidFile, match="needs no mapping"):
        registry.proposed_mapping(canonical.FORMAT, BytesIO(b"{}"), canonical.FORMAT.bind({}, "mapa"))


WORDS = st.sampled_from(
    ["", "Akce", "Knihovna", "Téma", "téma", "Letter", "letter", 'a "quoted" word', "Knihovna, Firma", "pořádá", "zřizovatel",
     "part of", "je součástí", "partner", "sponzor", "x\\y", "\x7f", "topic", "Obec"]
)  # fmt: skip


@given(
    st.lists(WORDS, min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), WORDS), max_size=8),
)
def test_what_is_proposed_reads_as_the_map_is_read(types: list[str], links: list[tuple[int, int, str]]) -> None:
    drawn: dict[str, Any] = {
        "elements": [{"id": str(n), "label": f"E{n}", "type": type_} for n, type_ in enumerate(types)],
        "connections": [{"from": str(a % len(types)), "to": str(b % len(types)), "type": word} for a, b, word in links],
    }
    data = orjson.dumps(drawn)
    assert Read(data, kumu.FORMAT).rows == _with(data, proposed(data))


def _with(data: bytes, mapping: str) -> list[dict[str, Any]]:
    options = Options({"name": "mapa", "mapping": mapping}, {"type": {}})
    return [each.data for each in registry.rows(kumu.FORMAT, BytesIO(data), options) if isinstance(each, Row)]


def test_every_drawn_format_has_one() -> None:
    data = b'{"nodes": [{"id": 1, "name": "A", "type": "Knihovna"}], "links": []}'
    assert registry.recognised(BytesIO(data)) is nodelink.FORMAT
    assert '"Knihovna" = "Library"' in proposed(data)
