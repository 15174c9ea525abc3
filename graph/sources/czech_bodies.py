"""What the national registers have in common: bodies known by their IČO, where they are, and what they do for whom."""

from collections.abc import Iterator
from functools import lru_cache

from graph.rows import Data, Notice, Row
from graph.sources import czech_operators, czech_places, seed
from graph.sources.czech_places import Gazetteer
from graph.values import rules


class Bodies:
    """Gathers the bodies of a register, each once: elements, then connections."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.notices: list[Notice] = []
        self._elements: dict[str, Row] = {}
        self._connections: dict[tuple[str, str, str], Row] = {}

    def body(self, place: str, ico: object, name: object, kind: str | None) -> str | None:
        """Id of a body by its IČO; a library that has this IČO is that body. None, with a notice, without one."""
        number = rules.normalized_ico(str(ico or ""))
        if not name or not number or rules.ico(number):
            self.notices.append(Notice(place, f"{name} has no valid IČO ({ico}); left out"))
            return None
        if library := libraries().get(number):
            return library
        id = f"ico-{number}"
        kind = kind or czech_operators.kind(str(name))
        data = {"label": "Organization", "id": id, "name": name, "kind": kind, "ico": number, "source": self.source}
        self._elements.setdefault(id, Row(place, {key: value for key, value in data.items() if value}))
        return id

    def element(self, place: str, id: str, **data: object) -> None:
        """Add an element of another type."""
        self._elements.setdefault(id, Row(place, {"id": id, **data, "source": self.source}))

    def link(self, place: str, type: str, start: str, end: str | None) -> None:
        """Add a connection, if its end is known."""
        if end:
            data: Data = {"link": type, "from": start, "to": end, "source": self.source}
            self._connections.setdefault((type, start, end), Row(place, data))

    def rows(self) -> Iterator[Row | Notice]:
        """All that was gathered."""
        yield from self.notices
        yield from self._elements.values()
        yield from self._connections.values()


@lru_cache(maxsize=1)
def libraries() -> dict[str, str]:
    """Libraries of the seed that are bodies of their own, by IČO."""
    rows = (row.data for row in seed.read(allies=False) if isinstance(row, Row))
    return {str(data["ico"]): str(data["id"]) for data in rows if data.get("label") == "Library" and "ico" in data}


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The municipalities of the seed."""
    return czech_places.load(seed.FOLDER / "cz_municipalities.csv")[0]


def place(name: str, district: str) -> str | None:
    """Id of a municipality by its name and its district's code or name; districts of Prague lie in Prague."""
    known = gazetteer()
    wholes = (district.lower(), known.district(district) or "", district[:5].lower())
    return next((found.id for whole in wholes if (found := known.municipality(name, whole))), None)
