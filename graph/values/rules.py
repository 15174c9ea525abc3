"""Rules for single values: identifiers, dates, addresses. Each tells what is wrong and how to mend it, or None.

A function ``normalized_…`` gives the form in which a code is kept and compared, whatever way people write it.
"""

import re
import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

_IC0_WEIGHTS = (8, 7, 6, 5, 4, 3, 2)


def element_id(value: str) -> str | None:
    """An element's id: 1 to 200 characters, no blanks around it, no control characters, and nothing that an address drops."""
    if not value or len(value) > 200:
        return "an id has 1 to 200 characters"
    if value in (".", ".."):
        return "an id has more than dots, which stand for folders in an address"
    return _spelling(value)


@lru_cache(65536)  # what is connected comes again and again
def _spelling(value: str) -> str | None:
    if value != value.strip() or not value.isprintable():
        return "an id has no blanks around it and no control characters"
    return None


def utc(value: str, *, here: bool = False) -> str:
    """A time with a zone, in UTC and as Neo4j takes it; one without a zone is that of this machine, if ``here``.

    Neo4j takes times of one moment in two zones for different ones. Raises ValueError for what is no such time, or in no
    year that Neo4j and Python both know.
    """
    time = datetime.fromisoformat(value)
    if time.tzinfo is None and not here:
        raise ValueError("the time has no zone")
    try:
        return time.astimezone(UTC).isoformat()
    except OverflowError as error:
        raise ValueError("the time is in no year that can be told") from error


def normalized_code(value: str) -> str:
    """A code without blanks, in capitals; what a spreadsheet made a number of has ``.0`` behind it."""
    code = "".join(unicodedata.normalize("NFKC", value).split()).upper()
    return code[:-2] if code.endswith(".0") and code[:-2].isdecimal() else code


def normalized_number(value: str) -> str:
    """A code without the zeros in front, if it is a number."""
    code = normalized_code(value)
    return (code.lstrip("0") or "0") if code.isdecimal() else code


def normalized_ico(value: str) -> str:
    """An IČO with the zeros in front that spreadsheets drop, without the prefix that makes a tax number of it."""
    code = re.sub("^(CZ)+", "", normalized_code(value))
    return code.zfill(8) if code.isdecimal() else code


def normalized_ror(value: str) -> str:
    """A ROR id without the address in front."""
    return normalized_code(value.rsplit("/", 1)[-1]).lower()


def normalized_wikidata(value: str) -> str:
    """An item of Wikidata without the address in front."""
    return normalized_code(value.rsplit("/", 1)[-1])


def ico(value: str) -> str | None:
    """Czech organisation number (IČO): eight digits, the last one a check digit modulo 11."""
    if not re.fullmatch(r"[0-9]{8}", value):
        return "an IČO has eight digits; put zeros in front of a shorter one"
    total = sum(int(digit) * weight for digit, weight in zip(value, _IC0_WEIGHTS, strict=False))
    if int(value[7]) != (11 - total % 11) % 10:
        return "the check digit of this IČO is wrong; look the number up in the register"
    return None


def isil(value: str) -> str | None:
    """ISIL (ISO 15511): a prefix, a hyphen and a unit identifier, 16 characters at most."""
    if len(value) > 16 or not re.fullmatch(r"[A-Za-z0-9]{1,4}-[A-Za-z0-9/:-]{1,11}", value):
        return "an ISIL looks like CZ-PRNK: a prefix, a hyphen, up to 11 letters, digits, / - :"
    return None


def sigla(value: str) -> str | None:
    """Sigla, the code of a library in the Czech union catalogue: three letters and three digits."""
    return None if re.fullmatch(r"[A-Z]{3}[0-9]{3}", value) else "a sigla has three letters and three digits: VSG001"


def ror(value: str) -> str | None:
    """Research Organization Registry identifier, without the address in front (ror.org/facts)."""
    return None if re.fullmatch(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}", value) else "a ROR id looks like 02j46qs45"


def wikidata(value: str) -> str | None:
    """Wikidata item."""
    return None if re.fullmatch(r"Q[1-9][0-9]*", value) else "a Wikidata item looks like Q42"


def url(value: str) -> str | None:
    """Web address."""
    if (
        len(value) > 2000
        or not value.isprintable()
        or not re.fullmatch(r"https?://[^\s/\"'<>`\\][^\s\"'<>`\\]*", value)
    ):
        return "a web address begins with http:// or https:// and has no blanks, quotes, < or >"
    try:
        named = urlsplit(value).port != 0 and urlsplit(value).hostname
    except ValueError:
        named = None
    return None if named else "there is no such host or port"


def period(since: object, until: object) -> str | None:
    """Two partial dates from which and until which something holds; the coarser one decides how closely they are compared."""
    if not isinstance(since, str) or not isinstance(until, str):
        return None
    known = min(len(since), len(until))
    return f"{until!r}: nothing ends before it begins" if until[:known] < since[:known] else None


@lru_cache(4096)  # the same few days, over and over
def partial_date(value: str) -> str | None:
    """ISO 8601 calendar date of year, month or day precision."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", value)
    if not match:
        return "a date looks like 2015, 2015-03 or 2015-03-12"
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return "there is no such day"
    return None
