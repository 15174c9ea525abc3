"""The tools of assistants: a few operations as they are, and two to find and run all others.

A model that is offered every operation chooses worse, and many clients show it the first forty alone.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from api.mcp import schemas
from api.mcp.caller import Caller
from api.wire.leaving import finished
from graph.access import RANKS, Role, Viewer, require_role
from graph.contract.fields import Field, checked
from graph.contract.operation import Answers, Operation
from graph.errors import BadInput, NotFound
from graph.model import Language, Text
from graph.operations import codes
from graph.operations.all import OPERATIONS
from graph.operations.plain import LANG, answered
from graph.reading.whole import PRICE
from graph.values.texts import fold

Given = Mapping[str, object]

DIRECT = (
    "potential_partners",
    "why_not",
    "search",
    "founder_brief",
    "place_map",
    "gaps",
    "similar_libraries",
    "connectors",
)
"""Operations that are tools themselves; all others are found and run by name."""

LONGEST, MOST_WORDS = 500, 30
"""Letters of what is sought that are read, and words of it that are compared with all operations."""

FOUND = 5
"""Operations that are found at most."""

FINDING = 1
"""What finding one costs: nothing of the graph is read."""

_STEM = 4
"""Letters at the beginning that two words share which may be forms of one."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what it takes and answers, and what answers. ``role`` is the least that sees it, None where anybody does."""

    name: str
    doc: Text
    parameters: Sequence[Field]
    answer: schemas.Schema
    run: Callable[[Caller, Given], Awaitable[object]]
    role: Role | None = None
    writes: bool = False

    async def call(self, caller: Caller, given: Given) -> object:
        """The answer. Raises as the operation, and Forbidden, BadInput and RateLimited."""
        if self.role is not None:
            require_role(caller.viewer, self.role)
        return await self.run(caller, given)

    def shown_to(self, viewer: Viewer) -> bool:
        """Whether it is listed for somebody."""
        return viewer.rank >= RANKS.index(self.role)


# ----------------------------------------------------------------------------------------------------------- operations


async def _answer(caller: Caller, operation: Operation, given: Given, language: Language) -> object:
    if operation.role is not None:
        require_role(caller.viewer, operation.role)
    async with caller.pays(operation.price(given)) as context:
        answer = answered(operation, context, given, language)
        return await (finished(answer) if operation.writes else answer)


def _language(given: Given) -> Language:
    return "cs" if LANG.check(given.get(LANG.name)) == "cs" else "en"


def _direct(operation: Operation) -> Tool:
    async def run(caller: Caller, given: Given) -> object:
        values = {name: value for name, value in given.items() if name != LANG.name}
        return await _answer(caller, operation, values, _language(given))

    parameters, answer = (*operation.parameters, LANG), schemas.answered(operation)
    return Tool(operation.name, operation.doc, parameters, answer, run, operation.role)


# ------------------------------------------------------------------------------------------------------------ by name


_NAME = Field("name", "String!", None, Text("Název operace.", "Its name, as find_operation tells it."))
_VALUES = Field("parameters", "JSON!", None, Text("Její parametry.", "An object of its parameters."))


def _by_name(name: str, doc: Text, *, writes: bool) -> Tool:
    parameters = (_NAME, _VALUES, LANG)

    async def run(caller: Caller, given: Given) -> object:
        asked = checked(parameters, given, name)
        values = asked[_VALUES.name]
        if not isinstance(values, dict):
            raise BadInput(f"parameters must be an object, not {values!r:.200}", place=_VALUES.name)
        return await _answer(caller, _named(str(asked[_NAME.name]), writes=writes), values, _language(given))

    role = Role.CONTRIBUTOR if writes else None
    return Tool(name, doc, parameters, {"type": "object"}, run, role, writes)


def _named(name: str, *, writes: bool) -> Operation:
    """The operation of a name, of those that a tool runs. Raises NotFound."""
    operation = OPERATIONS.get(name)
    if operation is None or not _runs(operation) or operation.writes != writes:
        tool = "propose" if operation and operation.can_wait else "run_operation"
        told = f"run it by {tool}" if operation and _runs(operation) else "look it up with find_operation"
        raise NotFound(f"there is no operation {name!r} here; {told}", place=_NAME.name)
    return operation


def _runs(operation: Operation) -> bool:
    """Whether a tool runs it: what can wait for a reviewer, of what writes, and no streams, for a call has one answer."""
    return operation.can_wait if operation.writes else operation.answers is not Answers.STREAM


# ---------------------------------------------------------------------------------------------------------- finding one


_ABOUT = Field("about", "String!", None, Text("Co se má udělat.", "What it should do, in English or Czech."))


async def _find(caller: Caller, given: Given) -> object:
    about = str(checked((_ABOUT,), given, "find_operation")[_ABOUT.name])
    async with caller.pays(FINDING):
        known = [each for each in OPERATIONS.values() if _runs(each) and caller.viewer.rank >= RANKS.index(each.role)]
        found = _matching(about, known)
        briefly = [{"name": each.name, "does": schemas.first_sentence(each.doc.en)} for each in known if not found]
        return {"operations": [*map(_described, found), *briefly]}


def _matching(about: str, known: Sequence[Operation]) -> list[Operation]:
    """Those that have to do with some words, the best first."""
    words = sorted(_words(about[:LONGEST]))[:MOST_WORDS]
    scores = {each.name: sum(_has(word, each) for word in words) for each in known}
    return sorted((each for each in known if scores[each.name]), key=lambda each: -scores[each.name])[:FOUND]


def _has(word: str, operation: Operation) -> float:
    """How much a word tells of an operation: whole, in its name, or as another form of a word of its description."""
    name, text = _words_of(operation.name)
    if any(_alike(word, each) for each in name):
        return 3
    return 1 if word in text else 0.5 * any(_alike(word, each) for each in text)


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _STEM and one[:_STEM] == other[:_STEM])


@cache
def _words_of(name: str) -> tuple[set[str], set[str]]:
    """The words of the name of an operation, and those of its description."""
    doc = OPERATIONS[name].doc
    return _words(name), _words(f"{doc.en} {doc.cs}")


def _words(text: str) -> set[str]:
    plain = "".join(c if c.isalnum() else " " for c in fold(text))
    return {word for word in plain.split() if len(word) > 2}


def _described(operation: Operation) -> dict[str, object]:
    return {
        "name": operation.name,
        "does": operation.doc.en,
        "tool": "propose" if operation.writes else "run_operation",
        "price": operation.cost,
        "parameters": schemas.taken(operation.parameters),
    }


# ----------------------------------------------------------------------------------------------------------- an element


_ID = Field("id", "ID!", None, Text("Id nebo kód.", "Its id, or a sigla, ISIL, IČO or code of a place."))


async def get_element(caller: Caller, given: Given) -> object:
    """All properties of an element's own. Raises NotFound, and BadInput where several share the code."""
    id_ = str(checked((_ID,), given, "get_element")[_ID.name])
    async with caller.pays(PRICE) as context:
        return await codes.element(context.store, id_, context.viewer)


_NAMED: schemas.Schema = {"type": "string"}
_GET = Tool(
    "get_element",
    Text(
        "Prvek se všemi vlastnostmi.",
        "One element with all its properties. What surrounds it: run_operation neighbourhood.",
    ),
    (_ID,),
    {
        "type": "object",
        "properties": dict.fromkeys(("id", "type", "name"), _NAMED),
        "required": ["id", "type", "name"],
    },
    get_element,
)
_FIND = Tool(
    "find_operation",
    Text(
        "Najde operaci, která není mezi nástroji.",
        "Finds what else can be asked or proposed: spaces and money nearby, social services, paths, numbers over the years, "
        "pins, history, duplicates, writes. Answers names, parameters, and the tool that runs each.",
    ),
    (_ABOUT,),
    {
        "type": "object",
        "properties": {"operations": {"type": "array", "items": {"type": "object", "properties": {"name": _NAMED}}}},
        "required": ["operations"],
    },
    _find,
)
_RUN = _by_name(
    "run_operation",
    Text("Zeptá se operace podle názvu.", "Asks any operation that reads, found by find_operation."),
    writes=False,
)
_PROPOSE = _by_name(
    "propose",
    Text(
        "Navrhne změnu mapy; rozhodne člověk.",
        "Proposes a change of the map, by an operation that writes, found by find_operation. A person decides on it. Use it "
        "only where the user asked for that change; say why in its parameter note.",
    ),
    writes=True,
)

TOOLS: Mapping[str, Tool] = {
    tool.name: tool for tool in (*(_direct(OPERATIONS[name]) for name in DIRECT), _GET, _FIND, _RUN, _PROPOSE)
}
"""All tools, by name."""
