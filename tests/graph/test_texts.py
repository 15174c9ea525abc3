"""Names, texts and codes as they are kept: one spelling for what reads the same, nothing that acts on a reader."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Property
from graph.schema import SCHEMA
from graph.validation import accepted, sought
from graph.values import rules, texts

_LIBRARY = {declared.name: declared for declared in SCHEMA.properties_of(SCHEMA.by_label["Library"])}
_WRITTEN = [
    declared
    for element in SCHEMA.elements
    for declared in SCHEMA.properties_of(element)
    if not declared.managed and not declared.internal
]


def _name(value: str) -> object:
    kept, message = accepted(_LIBRARY["name"], value)
    return message or kept


def test_f7_names_that_read_the_same_are_the_same() -> None:
    """NFC and NFD, outer blanks, runs of inner ones and what takes no room make no other name."""
    variants = ["Spolek Kroměříž", unicodedata.normalize("NFD", "Spolek Kroměříž"), "  Spolek \u00a0 Kroměříž\t",
                "Spolek\u200b Kroměříž\ufeff", "Spol\u00adek Kroměříž"]  # fmt: skip
    assert {_name(each) for each in variants} == {"Spolek Kroměříž"}


@pytest.mark.parametrize("name", ["", " ", "\t", "\u200b", "\u00a0", "\u3000", "\u00ad", "\u2060", "\u3164", "\u0301"])
def test_f7_a_name_has_a_visible_character(name: str) -> None:
    """A name that nobody can see is refused."""
    assert _name(name) in ("must not be empty", "has no visible character")


def test_f7_controls_are_refused_with_their_place() -> None:
    """A control character is named with where it stands."""
    assert _name("a\0b") == "has U+0000 at position 2, which is a control character; leave it out"
    assert "position 2" in str(_name("a\nb"))


def test_m1_escapes_are_refused() -> None:
    """What would steer a terminal does not get in, in no property."""
    assert "U+001B" in str(_name("\x1b[2J\x1b]0;pwn\x07"))
    assert "item 2" in str(accepted(_LIBRARY["alternateNames"], ["a", "\x1b[2J"])[1])


@pytest.mark.parametrize("char", ["\ufdd0", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"])
def test_f7_what_is_no_character_is_refused(char: str) -> None:
    """Unicode keeps these for the use inside of programs, and XML cannot hold some of them."""
    assert "which is no character" in str(_name(f"Spolek{char}"))
    assert accepted(_LIBRARY["description"], f"a\n{char}b")[1]


@pytest.mark.parametrize("char", [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))])
def test_f8_directions_are_refused(char: str) -> None:
    """What turns the direction of the text after it does not get in, long texts included."""
    assert "turns the direction" in str(_name(f"Knihovna{char}"))
    assert accepted(_LIBRARY["description"], f"a\n{char}b")[1]


def test_long_texts_keep_their_lines() -> None:
    """Paragraphs stay, joiners of emoji too."""
    assert accepted(_LIBRARY["description"], " a\n\n- b\tc \n") == ("a\n\n- b\tc", None)
    assert _name("Rodina 👨\u200d👩\u200d👧") == "Rodina 👨\u200d👩\u200d👧"


def test_alternate_names_have_no_empties_and_no_repeats() -> None:
    """A list holds each of its texts once, and no empty one."""
    assert accepted(_LIBRARY["alternateNames"], ["", " MKP", "MKP", "\u200b"]) == (["MKP"], None)


@pytest.mark.parametrize(
    "url", ["http://a'><script>", "https://a.b/\x1b[2J", 'https://a.b/"', "https://a b", "https://a\u202e", "https://a/\u200eb",
            "http://[::1", "http://a:99999", "http://a:x", "http://:80"]
)  # fmt: skip
def test_m11_addresses_have_no_quotes_and_no_controls(url: str) -> None:
    """An address can stand in a page and in a terminal."""
    assert accepted(_LIBRARY["url"], url)[1]


@pytest.mark.parametrize("id_", [" a", "a\u00a0b", "a\nb", "a\u202eb", ""])
def test_ids_have_no_blanks_around_them_and_no_controls(id_: str) -> None:
    assert accepted(_LIBRARY["id"], id_)[1]


@pytest.mark.parametrize(
    ("name", "given_", "kept"),
    [
        ("ico", "373381", "00373381"),
        ("ico", "CZ27074358", "27074358"),
        ("ico", 27074358.0, "27074358"),
        ("ico", "270 74 358", "27074358"),
        ("ico", 27074358, "27074358"),
        ("ico", "27074358.0", "27074358"),
        ("sigla", " kmg\u00a0001", "KMG001"),
        ("isil", "cz-kmg777", "CZ-KMG777"),
        ("registrationNumber", "0042", "42"),
        ("wikidata", "https://www.wikidata.org/wiki/q42", "Q42"),
        ("ror", "https://ror.org/02J46QS45", "02j46qs45"),
    ],
)
def test_f12_codes_are_kept_in_one_form(name: str, given_: object, kept: str) -> None:
    """Case, blanks, prefixes, zeros and what spreadsheets make of numbers do not tell codes apart."""
    assert accepted(_LIBRARY[name], given_)[0] == kept
    assert sought(_LIBRARY[name], str(given_)) == kept


def test_f12_a_part_of_a_code_is_sought_as_it_is_kept() -> None:
    """A filter on the beginning of a code takes no zeros in front."""
    assert sought(_LIBRARY["sigla"], "kmg", part=True) == "KMG"
    assert sought(_LIBRARY["ico"], "2707", part=True) == "2707"


@given(st.sampled_from(_WRITTEN), st.text())
def test_what_is_kept_stays_the_same(declared: Property, value: str) -> None:
    """Accepting what was accepted changes nothing, and equal texts are found whatever their normalization form."""
    kept, message = accepted(declared, value)
    if message is None:
        assert accepted(declared, kept) == (kept, None)
        assert sought(declared, unicodedata.normalize("NFD", str(kept))) == kept


@given(st.text())
def test_no_kept_line_acts_on_its_reader(value: str) -> None:
    """What readers mend has neither controls nor directions, and is as if it had been accepted."""
    made = texts.cleaned(value)
    assert texts.forbidden(made) is None
    assert texts.line(made) == made


@given(st.text("CZcz0123456789 .-/Qq"))
def test_codes_settle_at_once(value: str) -> None:
    """The form of a code is that of itself."""
    for normalize in (rules.normalized_code, rules.normalized_ico, rules.normalized_number, rules.normalized_ror):
        assert normalize(normalize(value)) == normalize(value)


@pytest.mark.parametrize("id_", [".", ".."])
def test_what_an_address_drops_is_no_id(id_: str) -> None:
    """``/v1/elements/..`` is another address by the time that it is asked for, however it is quoted."""
    assert accepted(_LIBRARY["id"], id_)[1]
    assert accepted(_LIBRARY["id"], f"a{id_}")[1] is accepted(_LIBRARY["id"], "...")[1] is None
