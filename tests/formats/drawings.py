"""What a format makes of a drawn map, sorted by kind; every row is checked on the way."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from graph.errors import Problem
from graph.formats import registry
from graph.formats.format import Format
from graph.rows import Notice, Row
from graph.schema import SCHEMA
from graph.validation import Validator

CHECK = Validator(SCHEMA).check


class Read:
    """The rows of a file whose map is called ``mapa``."""

    def __init__(
        self, data: bytes, format: Format | None = None, options: Mapping[str, list[str]] | None = None
    ) -> None:
        stream = BytesIO(data)
        self.format = format or registry.recognised(stream)
        found = list(registry.rows(self.format, stream, self.format.bind(options or {}, "mapa")))
        self.rows: list[dict[str, Any]] = [each.data for each in found if isinstance(each, Row)]
        self.notices = [f"{each.place}: {each.message}" for each in found if isinstance(each, Notice)]
        self.problems = [f"{each.place}: {each.message}" for each in found if isinstance(each, Problem)]
        for each in found:
            assert not isinstance(each, Row) or not isinstance(CHECK(each), list), each
        self.elements = {row["id"]: row for row in self.rows if "label" in row}
        self.links = [row for row in self.rows if "link" in row and row["link"] != "SHOWS"]
        self.shown = {row["to"]: row for row in self.rows if row.get("link") == "SHOWS"}
        assert len(self.elements) == sum("label" in row for row in self.rows) or self.problems
        assert self.elements.keys() >= {row[side] for row in self.links for side in ("from", "to")}

    def named(self, name: str) -> dict[str, Any]:
        (found,) = (row for row in self.elements.values() if row["name"] == name)
        return found

    @property
    def map(self) -> dict[str, Any]:
        (found,) = (row for row in self.elements.values() if row["label"] == "Map")
        return found

    @property
    def triples(self) -> list[tuple[str, str, str]]:
        name = {id_: row["name"] for id_, row in self.elements.items()}
        words = [(link, link.get("kind") or link["link"]) for link in self.links]
        return sorted((name[link["from"]], word, name[link["to"]]) for link, word in words)

    @property
    def labels(self) -> dict[str, str]:
        return {row["name"]: row["label"] for row in self.elements.values() if row["label"] != "Map"}
