"""Czech alphabetical order as plain text, so that Neo4j's indexes keep elements in it (ČSN 97 6030)."""

import unicodedata

_CH = "\ue000"
"""Stands for the letter ch, from Unicode's private use area."""

_END = "\t"
"""Ends a part of a key; sorts before every character that a part holds."""


_WHOLE = {"ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
"""Letters of other languages that Unicode does not take apart, as the plain ones that they sort with."""


class _Primary(dict[int, str]):
    """What each character counts as in the first comparison, found out once for each."""

    def __missing__(self, code: int) -> str:
        primary = self[code] = _primary(chr(code))
        return primary


def _primary(char: str) -> str:
    if char == _CH:
        return "h~"
    if char in "čřšž":
        # Letters of their own, after everything that begins with the plain letter; other marks count only in a tie.
        return unicodedata.normalize("NFD", char)[0] + "~"
    if char in _WHOLE:
        return _WHOLE[char]
    if char.isspace():
        return " "
    if char.isdecimal():
        return "{" + char
    return "".join(letter for letter in unicodedata.normalize("NFKD", char) if letter.isalnum())


_TABLE = _Primary()


def sort_key(name: str, id_: str) -> str:
    """A text that sorts by code points as the name sorts in Czech: ch after h, č after c, digits after letters.

    Names that differ in accents or case only follow each other, equal ones by ``id_``: no two elements share a key.
    """
    folded = unicodedata.normalize("NFC", name.casefold())
    primary = " ".join(folded.replace("ch", _CH).translate(_TABLE).split())
    return f"{primary}{_END}{folded}{_END}{id_}"
