"""What the driver makes when it is imported, and is not kept."""

from calendar import monthrange
from contextlib import suppress
from importlib import import_module

import neo4j.time


class _DaysInMonth(dict[tuple[int, int], int]):
    """The days of each month, looked up when one is needed."""

    def __missing__(self, month: tuple[int, int]) -> int:
        days = self[month] = monthrange(*month)[1]
        return days


def forget() -> None:
    """Forget the tables of all months of ten thousand years, and of all numbers of two bytes, which nobody asks: 21 MB.

    They are private to the driver: one that has others keeps them.
    """
    if hasattr(neo4j.time, "_DAYS_IN_MONTH"):
        neo4j.time._DAYS_IN_MONTH = _DaysInMonth()  # noqa: SLF001
    with suppress(ImportError, AttributeError):
        import_module("neo4j._codec.packstream.v1").UNPACKED_UINT_16.clear()
