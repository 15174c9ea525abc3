"""How texts are kept: one spelling for what reads the same, and nothing in them that acts on whoever shows them."""

import re
import unicodedata
from functools import lru_cache

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_NO_CHARACTERS = r"\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
"""What Unicode keeps for the use inside of programs; XML cannot hold some of it."""

_DIRECTIONS = r"\u202a-\u202e\u2066-\u2069"
_FORBIDDEN = re.compile(f"[\t\n\r{_CONTROLS}{_NO_CHARACTERS}{_DIRECTIONS}]")
_FORBIDDEN_IN_LONG = re.compile(f"[{_CONTROLS}{_NO_CHARACTERS}{_DIRECTIONS}]")
_TURNING = re.compile(f"[{_DIRECTIONS}]")
_ACTING = re.compile(f"[{_CONTROLS}{_DIRECTIONS}]|\r(?!\n)")
_BLANKS = re.compile(r"[\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_NOTHING = re.compile(r"[\u00ad\u200b\u2060\ufeff]+")
"""Characters that neither show nor shape their neighbours, as joiners do: only a search tells who has them."""

_ENDS = "\t\n\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x2010)))
_DRAWN_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols that no font draws anything for."""


def composed(text: str) -> str:
    """The text in the normalization form C."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def line(text: str) -> str:
    """A text of one line as it is kept: composed, without outer blanks, every run of inner ones a single space."""
    if text.isprintable() and text.isascii():
        return " ".join(text.split())
    return _BLANKS.sub(" ", _NOTHING.sub("", composed(text)).strip(_ENDS))


def paragraphs(text: str) -> str:
    """A text of many paragraphs as it is kept: composed, without outer blanks."""
    return composed(text).strip(_ENDS)


def forbidden(text: str, *, long: bool = False) -> str | None:
    """Which character must not be in a text and where it stands, or None; ``long`` ones have tabs and line ends."""
    if text.isprintable():
        return None
    start, end = len(text) - len(text.lstrip(_ENDS)), len(text.rstrip(_ENDS))
    found = (_FORBIDDEN_IN_LONG if long else _FORBIDDEN).search(text, start, end)
    if not found:
        return None
    return f"has U+{ord(found[0]):04X} at position {found.start() + 1}, which {_why(found[0])}; leave it out"


def _why(char: str) -> str:
    if re.match(f"[{_DIRECTIONS}]", char):
        return "turns the direction of what follows"
    return "is no character" if re.match(f"[{_NO_CHARACTERS}]", char) else "is a control character"


def cleaned(text: str) -> str:
    """A text of one line without what must not be in it: where a reader mends rather than refuses."""
    return line(_FORBIDDEN.sub(_blank_or_nothing, text))


def _blank_or_nothing(found: re.Match[str]) -> str:
    return " " if found[0] in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85" else ""


def escaped(text: str) -> str:
    """A text for a terminal: what would act on it stands there as an escape sequence of JSON."""
    return text if text.isprintable() else _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def isolated(text: str) -> str:
    """A text that is set apart where parts of it run from right to left, without what would turn its surroundings."""
    plain = _TURNING.sub("", text)
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in plain):
        return f"\u2068{plain}\u2069"
    return plain


_PLAIN = {"ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ø": "o", "ı": "i"}
"""Letters of other languages that Unicode does not take apart, as the plain ones that people type."""


def folded(text: str, before: str = "", after: str = "") -> str:
    """A regular expression of Neo4j for texts that differ from this one in case and diacritics alone.

    It is for texts in the normalization form D; ``before`` and ``after`` are expressions for what may stand around.
    """
    letters = (c for c in unicodedata.normalize("NFD", line(text).lower()) if unicodedata.category(c) != "Mn")
    return f"(?isu){before}{''.join(_letter(_PLAIN.get(letter, letter)) for letter in letters)}{after}"


def _letter(plain: str) -> str:
    alike = "".join(letter for letter, known in _PLAIN.items() if known == plain)
    one = plain if plain.isalnum() else f"\\{plain}"
    return (f"[{plain}{alike}]" if alike else one) + "\\p{M}*"


def shows(text: str) -> bool:
    """Whether anything of a text can be seen; signs that are newer than this Python may be."""
    return any(
        (unicodedata.category(char)[0] in "LNPS" or unicodedata.category(char) == "Cn") and char not in _DRAWN_BLANK
        for char in text
    )


def fold(text: str) -> str:
    """A text as names and words are compared: no case, diacritics or punctuation."""
    return _folded(text) if len(text) <= 100 else _folded.__wrapped__(text)


@lru_cache(maxsize=50_000)
def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char))))
