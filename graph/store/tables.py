"""What the driver makes when it is imported, and is not kept."""

from calendar import monthrange

import neo4j.time
from neo4j._codec.packstream import v1 as packstream


class _DaysInMonth(dict[tuple[int, int], int]):
    """The days of each month, looked up when one is needed."""

    def __missing__(self, month: tuple[int, int]) -> int:
        days = self[month] = monthrange(*month)[1]
        return days


def forget() -> None:
    """Forget the tables of all months of ten thousand years, and of all numbers of two bytes, which nobody asks: 25 MB."""
    neo4j.time._DAYS_IN_MONTH = _DaysInMonth()  # noqa: SLF001
    packstream.UNPACKED_UINT_16.clear()
