"""Ids of what is drawn on a map: the same each time, and apart from those of other maps."""

from hashlib import blake2s

from graph.mapping.drawing import Drawing, Item, text
from graph.mapping.remarks import Remarks
from graph.values import rules, texts
from graph.values.texts import fold


class Ids:
    """Gives ids, each once. Those that nobody made for all the world begin with the ``name`` of the map."""

    def __init__(self, name: str, drawing: Drawing, remarks: Remarks) -> None:
        self.name = named if texts.shows(named := text(name)) else "map"
        self.space = _slug(self.name) or hashed(self.name)
        self._drawing = drawing
        self._remarks = remarks
        self._places: dict[str, str] = {}

    def of_element(self, item: Item, type_: str, name: str) -> str:
        """The id of an element: the one it has here, the one it has on its map, or one made of its type and name."""
        made = "-".join(filter(None, (self.space, _slug(type_, name), hashed(fold(type_), name))))
        return self.claim(self._given(item) or self.own(item.own) or _safe(made), item.place)

    def own(self, own: str) -> str:
        """The id of what has ``own`` as its id on its map, if anything."""
        if not own:
            return ""
        worldwide = self._drawing.worldwide
        space = self._drawing.tool if worldwide and worldwide.fullmatch(own) else self.space
        return _safe(f"{space}-{own}")

    def claim(self, id_: str, place: str) -> str:
        """Take an id for what stands at a place."""
        if id_ in self._places:
            self._remarks.problem(place, f"would get the id {id_!r:.80}, which {self._places[id_]} has")
        self._places.setdefault(id_, place)
        return id_

    def _given(self, item: Item) -> str:
        """The id of this service, in a field for it."""
        value = item.find("spojenci id")
        if value is None:
            return ""
        if not isinstance(value, str) or rules.element_id(value.strip()):
            self._remarks.notice(f"{item.place}.spojenci id", f"{value!r:.60} is no id; kept as it is")
            return ""
        item.take("spojenci id")
        return value.strip()


def hashed(*parts: str) -> str:
    """A short text that tells other parts apart."""
    return blake2s("\0".join(parts).encode(), digest_size=4).hexdigest()


def _slug(*texts: str) -> str:
    return "-".join(fold(" ".join(texts)).split())[:120]


def _safe(id_: str) -> str:
    return id_ if rules.element_id(id_) is None else f"{_slug(id_)}-{hashed(id_)}".strip("-")
