from typing import Any

import czech_sort
from hypothesis import given
from hypothesis import strategies as st

from graph.values.collation import sort_key

LETTERS = "aábcčdďeéěfghiíjklmnňoópqrřsštťuúůvwxyýzž"
NAMES = st.text(st.sampled_from(LETTERS + LETTERS.upper() + "  0123456789"), max_size=12).map(str.strip)


def _letters(name: str) -> Any:
    """What the library compares first: letters, digits and gaps, without accents and case."""
    return czech_sort.key(name)[0]  # type: ignore[no-untyped-call]


@given(NAMES, NAMES)
def test_names_sort_as_the_czech_norm_says(one: str, other: str) -> None:
    if _letters(one) != _letters(other):
        assert (sort_key(one, "") < sort_key(other, "")) == (_letters(one) < _letters(other))


def test_ch_is_a_letter_and_digits_come_last() -> None:
    names = ["Hora", "Chata", "Ikar", "Cheb", "Čtenář", "Cyklus", "Zoo", "Žák", "1. škola", "Škola", "Sova", "hrad"]
    ordered = ["Cyklus", "Čtenář", "Hora", "hrad", "Chata", "Cheb", "Ikar", "Sova", "Škola", "Zoo", "Žák", "1. škola"]
    assert sorted(names, key=lambda name: sort_key(name, "")) == ordered


def test_reports_f14_foreign_letters_sort_as_their_plain_ones() -> None:
    names = ["Lodě", "Łódź", "Louny", "Ørsted", "Osek", "Zábřeh", "1. škola"]
    assert sorted(names, key=lambda name: sort_key(name, "")) == names


def test_no_two_elements_share_a_key() -> None:
    assert sort_key("Knihovna", "a") < sort_key("Knihovna", "b")
    assert sort_key("Pata", "b") < sort_key("Páta", "a")
