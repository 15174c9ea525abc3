import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.contract.cursors import context, decode, encode
from graph.errors import BadInput

KEYS = st.lists(st.text(st.characters(exclude_categories=["Cs"])) | st.integers(0, 1000), min_size=1, max_size=3)
LIST = context("libraries", "NAME", {"kind": {"eq": "basic"}})


@given(KEYS)
def test_a_cursor_gives_back_what_it_was_made_of(keys: list[str | int]) -> None:
    assert decode(encode([LIST, *keys]), LIST, "after") == keys


@given(KEYS, st.data())
def test_an_altered_cursor_is_refused(keys: list[str | int], data: st.DataObject) -> None:
    cursor = encode([LIST, *keys])
    at = data.draw(st.integers(0, len(cursor) - 2))
    other = data.draw(st.sampled_from([c for c in "AZaz09-_" if c != cursor[at]]))
    for altered in (cursor[:at] + other + cursor[at + 1 :], cursor[:at]):
        with pytest.raises(BadInput) as refused:
            decode(altered, LIST, "libraries.after")
        assert refused.value.place == "libraries.after"


@given(st.text(max_size=200))
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        decode(text, LIST, "after")


def test_a_cursor_of_another_list_is_refused() -> None:
    for other in (context("libraries", "NAME", None), context("places", "NAME", {"kind": {"eq": "basic"}})):
        with pytest.raises(BadInput):
            decode(encode([other, "a"]), LIST, "after")


def test_the_longest_names_of_any_script_make_cursors() -> None:
    keys: list[str | int] = ["\u6f22" * 1000, "\u6f22" * 1000]
    assert decode(encode([LIST, *keys]), LIST, "after") == keys
