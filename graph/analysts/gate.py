"""The gate in front of the analysts' twin: what a statement may be before Neo4j plans it, and which plans may run.

The twin holds nothing that an analyst may not see, and what falls there fells nobody. So the gate need not be a wall: it
refuses what would fell the twin for everybody, what is no question, and what tells of the machine that it runs on.

What Neo4j gets is the text as the gate has read it, with its escapes decoded and its comments blanked. So there is
nothing in it that Neo4j could read in another way.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from graph.errors import BadInput
from graph.store.analysis import Plan

LONGEST = 20_000
"""Characters of a statement."""

NESTING, BRACES = 40, 10
"""Brackets and cases within one another, and of these the braces of subqueries, each of which takes twice as long to plan."""

CHAIN = 30
"""Properties and items that are taken one of the other (``a.b[0].c``): planning hundreds of them does not end."""

HOPS, BRACKETS, QUANTIFIERS = 12, 24, 5
"""Relationships, brackets and quantified parts of one MATCH: planning tries the orders in which they can be walked."""

BOUNDS: Mapping[str, int] = {"XOR": 6, "MATCH": 40, "UNION": 20, "UNWIND": 40, "WITH": 60, "CALL": 20, "CASE": 60}
"""How often a word may stand in a statement."""

OPERATORS = 250
"""Operators of a statement, those in words as well."""

_PLACE = "query"

# --------------------------------------------------------------------------------------------------------------- reading


class Token(NamedTuple):
    """A part of a statement: ``kind`` is text, name (in backticks), word, number or sign."""

    kind: str
    text: str
    offset: int


_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})?|.)?", re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    |(?P<name>`(?:[^`]|``)*`)
    |(?P<comment>//[^\n\r]*|/\*.*?\*/)
    |(?P<space>[ \t\n\r]+)
    |(?P<word>[^\W\d]\w*)
    |(?P<number>\d\w*)
    |(?P<sign>[!$%&()*+,./:;<=>?@\[\]^{|}~-])
    |(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
_UNCLOSED = {"'": "text", '"': "text", "`": "name in backticks"}
_LINES = re.compile(r"[^\n\r]")


def read(text: str) -> tuple[str, list[Token]]:
    """The statement as it may be sent, and its tokens. Raises BadInput where it cannot be read."""
    decoded = _decoded(text)
    settled: list[str] = []
    tokens: list[Token] = []
    for found in _TOKEN.finditer(decoded):
        kind, part = str(found.lastgroup), found[0]
        if kind == "comment":
            settled.append(_LINES.sub(" ", part))
        elif kind == "other":
            settled.append(_settled(decoded, part, found.start()))
        else:
            settled.append(part)
        if kind not in ("comment", "space") and not settled[-1].isspace():
            tokens.append(Token("sign" if kind == "other" else kind, settled[-1], found.start()))
    _require_one_comment_sign(decoded, tokens)
    return "".join(settled), tokens


def _decoded(text: str) -> str:
    r"""The text with ``\uXXXX`` decoded, which Neo4j does before it reads anything else."""

    def one(found: re.Match[str]) -> str:
        if not found[0].startswith("\\u"):
            return found[0]
        letter = chr(int(found["code"], 16)) if found["code"] else "\\"
        if letter == "\\" or "\ud800" <= letter <= "\udfff":
            raise _wrong(
                text, found.start(), r"\u takes the four hexadecimal digits of a letter; write a backslash as \\"
            )
        return letter

    return _ESCAPE.sub(one, text)


def _settled(text: str, letter: str, offset: int) -> str:
    """What stands for a letter of no token: a space, a hyphen, or itself where it can be part of a name."""
    category = unicodedata.category(letter)
    if letter.isspace():
        return " "
    if category == "Pd" or letter == "\u2212":
        return "-"
    if category[0] == "M" or category == "Sc":
        return letter
    if letter in _UNCLOSED:
        raise _wrong(text, offset, f"the {_UNCLOSED[letter]} that begins here does not end")
    raise _wrong(text, offset, f"U+{ord(letter):04X} has no meaning here")


def _require_one_comment_sign(text: str, tokens: list[Token]) -> None:
    for one, other in pairwise(tokens):
        if one.text == "/" and other.text == "*" and other.offset == one.offset + 1:
            raise _wrong(text, one.offset, "the comment that begins here does not end")


def _wrong(text: str, offset: int, message: str) -> BadInput:
    """The error, with the line and the column of what is wrong."""
    before = re.split(r"\r\n|[\n\r]", text[:offset])
    return BadInput(f"line {len(before)}, column {len(before[-1]) + 1}: {message}", place=_PLACE)


# -------------------------------------------------------------------------------------------------------------- checking


def _names(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


_OPENERS = frozenset(("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL"))
_OPENING, _CLOSING = ("(", "[", "{", "CASE"), (")", "]", "}", "END")
_SIGNS = frozenset("+-*/%^=<>|&!.:~")
_WORDS = frozenset(("AND", "OR", "XOR", "NOT", "IN", "IS", "CONTAINS", "STARTS", "ENDS"))
_CLAUSES = frozenset(
    ("MATCH", "WITH", "UNWIND", "RETURN", "CALL", "UNION", "WHERE", "ORDER", "EXISTS", "COUNT", "COLLECT")
)

FUNCTIONS = _names(
    """
    abs acos all any asin atan atan2 avg btrim ceil char_length character_length coalesce collect cos cosh cot coth count
    date date.realtime date.statement date.transaction date.truncate datetime datetime.fromepoch datetime.fromepochmillis
    datetime.realtime datetime.statement datetime.transaction datetime.truncate degrees duration duration.between
    duration.inDays duration.inMonths duration.inSeconds e elementId endNode exists exp floor haversin head id isEmpty
    isNaN keys labels last left length localdatetime localdatetime.realtime localdatetime.statement
    localdatetime.transaction localdatetime.truncate localtime localtime.realtime localtime.statement
    localtime.transaction localtime.truncate log log10 lower ltrim max min nodes none normalize nullIf percentileCont
    percentileDisc percentile_cont percentile_disc pi point point.distance point.withinBBox properties radians rand
    randomUUID range reduce relationships replace reverse right round rtrim sign sin single sinh size split sqrt
    startNode stdev stdevp stdev_pop stdev_samp substring sum tail tan tanh time time.realtime time.statement
    time.transaction time.truncate timestamp toBoolean toBooleanList toBooleanOrNull toFloat toFloatList toFloatOrNull
    toInteger toIntegerList toIntegerOrNull toLower toString toStringList toStringOrNull toUpper trim type upper
    valueType vector.similarity.cosine vector.similarity.euclidean shortestPath allShortestPaths
    """
)
"""What may be called in an expression."""

PROCEDURES = _names(
    """
    db.index.fulltext.listAvailableAnalyzers db.index.fulltext.queryNodes db.index.fulltext.queryRelationships db.labels
    db.ping db.propertyKeys db.relationshipTypes db.schema.nodeTypeProperties db.schema.relTypeProperties
    db.schema.visualization
    """
)
"""What may be called with CALL."""

_BEFORE_BRACKET = _names(
    """
    acyclic and as asc ascending bidirectional by call case cast contains count create desc descending different distinct
    else elements end ends exists filter for group groups if in insert is join let limit load match merge not null of
    offset on optional or order path paths relationships repeatable return scan seek shortest simple skip starts then
    trail typed union unwind using walk when where with xor yield value set remove delete detach foreach
    """
)
"""Words that a bracket may follow without being called."""


_BEHIND_A_VALUE = _names(
    """
    and as asc ascending contains create delete desc descending detach else end ends in is limit load match merge offset on
    optional or order remove return set skip starts then union unwind when where with xor
    """
)
"""Words that may follow a variable, be it called ``use``."""


def checked(query: str) -> str:
    """The statement as it may be planned. Raises BadInput, which says what is wrong and where."""
    if len(query) > LONGEST:
        raise BadInput(
            f"a statement may have {LONGEST:,} characters at most; give long lists as parameters", place=_PLACE
        )
    text, tokens = read(query)
    tokens = _one_statement(text, tokens)
    if not tokens or tokens[0].text.upper() not in _OPENERS:
        offset = tokens[0].offset if tokens else 0
        raise _wrong(text, offset, f"a statement begins with one of {', '.join(sorted(_OPENERS))}")
    _require_no_use(text, tokens)
    _require_known(text, tokens)
    _require_bounds(text, tokens)
    return text


def _one_statement(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens without a semicolon at the end."""
    whole = tokens[:-1] if tokens and tokens[-1].text == ";" else tokens
    if wrong := next((token for token in whole if token.text == ";"), None):
        raise _wrong(text, wrong.offset, "there can be one statement only")
    return whole


def _require_no_use(text: str, tokens: list[Token]) -> None:
    for before, token, after in _around(tokens):
        begins = before.text == "{" or before.text.upper() in ("UNION", "ALL", "DISTINCT")
        follows = before.kind in ("word", "name", "number") and after.text.lower() not in _BEHIND_A_VALUE
        if token.text.upper() == "USE" and (begins or follows) and after.kind in ("word", "name"):
            raise _wrong(text, token.offset, "USE is not for analysts: there is one graph")


def _around(tokens: list[Token]) -> Iterator[tuple[Token, Token, Token]]:
    nothing = Token("", "", 0)
    return zip([nothing, *tokens], tokens, [*tokens[1:], nothing], strict=False)


def _require_known(text: str, tokens: list[Token]) -> None:
    """Refuse what is called and not known; of procedures without brackets, the plan tells."""
    for name, token in _called(tokens):
        if name in FUNCTIONS or name in PROCEDURES or name in _BEFORE_BRACKET:
            continue
        raise _wrong(text, token.offset, f"{name:.100} is none of the functions and procedures for analysts")


def _called(tokens: list[Token]) -> Iterator[tuple[str, Token]]:
    """Each dotted name that a bracket follows, in small letters, unless it is the label of an index that is to be used."""
    for place, token in enumerate(tokens):
        if token.text != "(" or not place or tokens[place - 1].kind not in ("word", "name"):
            continue
        first = place - 1
        while first > 1 and tokens[first - 1].text == "." and tokens[first - 2].kind in ("word", "name"):
            first -= 2
        before = tokens[first - 1].text if first else ""
        if before != "$" and not (before == ":" and _is_index(tokens[:first])):
            parts = (each.text.strip("`") for each in tokens[first:place:2])
            yield ".".join(parts).lower(), tokens[first]


def _is_index(before: Sequence[Token]) -> bool:
    """Whether these tokens lead up to the label of an index, as ``USING INDEX SEEK library:`` does."""
    hint = [token.text.upper() for token in before[-6:-2] if token.kind == "word"]
    return "USING" in hint and hint[-1] in ("INDEX", "SEEK")


# ---------------------------------------------------------------------------------------------------------------- bounds


def _require_bounds(text: str, tokens: list[Token]) -> None:
    words = Counter(token.text.upper() for token in tokens if token.kind == "word")
    for word, most in BOUNDS.items():
        if words[word] > most:
            raise BadInput(f"{word} may stand {most} times in a statement, not {words[word]}", place=_PLACE)
    if sum(map(_is_operator, tokens)) > OPERATORS:
        raise BadInput(f"a statement may have {OPERATORS} operators; give long lists as parameters", place=_PLACE)
    _require_shallow(text, tokens)
    _require_short_chains(text, tokens)
    _require_short_patterns(text, tokens)


def _is_operator(token: Token) -> bool:
    return token.text in _SIGNS if token.kind == "sign" else token.text.upper() in _WORDS


def _require_shallow(text: str, tokens: list[Token]) -> None:
    depth = braces = 0
    for token in tokens:
        word = token.text.upper() if token.kind in ("word", "sign") else ""
        depth += (word in _OPENING) - (word in _CLOSING)
        braces += (word == "{") - (word == "}")
        if depth > NESTING or braces > BRACES:
            raise _wrong(text, token.offset, f"more than {NESTING} brackets, or {BRACES} braces, within one another")


def _require_short_chains(text: str, tokens: list[Token]) -> None:
    chain, outer = 0, list[int]()
    for before, token, _ in _around(tokens):
        follows = before.kind in ("word", "name") or before.text in ("]", ")", "}")
        if token.text in ("(", "["):
            outer.append(chain + 1 if token.text == "[" and follows else chain)
            chain = 0
        elif token.text in (")", "]"):
            chain = outer.pop() if outer else 0
        elif token.text == "." and follows:
            chain += 1
        elif before.text != ".":
            chain = 0
        if chain > CHAIN:
            raise _wrong(text, token.offset, f"more than {CHAIN} properties or items, each of the one before")


def _require_short_patterns(text: str, tokens: list[Token]) -> None:
    counts: Counter[str] = Counter()
    for before, token, after in _around(tokens):
        if token.text.upper() in _CLAUSES:
            counts.clear()
            counts["matching"] = token.text.upper() == "MATCH"
        counts["hops"] += token.text == "-" and before.text in (")", "<") and after.text in ("[", "-", ">")
        if counts["matching"]:
            counts["brackets"] += token.text == "("
            counts["quantifiers"] += token.text in ("{", "+", "*") and before.text in (")", "-", ">")
        if counts["hops"] > HOPS or counts["brackets"] > BRACKETS or counts["quantifiers"] > QUANTIFIERS:
            told = f"{HOPS} relationships, {BRACKETS} brackets or {QUANTIFIERS} quantified parts"
            raise _wrong(text, token.offset, f"more than {told} in one pattern; divide it with WITH")


# ----------------------------------------------------------------------------------------------------------------- plans


_READS = re.compile(
    r"(Partitioned)?(All|Directed|Dynamic|Intersection|Multi|Node|Relationship|Subtraction|Undirected|Union)\w*"
    r"(Scan|Scans|Seek|SeekByRange|Lookup|FromCountStore|HashJoin)"
    r"|(Let)?(Anti|Select)?(Or)?(Anti)?(Semi|Conditional)?Apply|(Left|Right)OuterHashJoin|RollUpApply|Triadic\w+"
    r"|(Eager|Ordered)?(Aggregation|Distinct|Union)|(Partial)?(Sort|Top)|Top1WithTies|(Optional|VarLength)?Expand"
    r"|(Bidirectional)?Repeat\w*|(Stateful|All)?ShortestPaths?|PathPropagatingBFS|(Partitioned)?Unwind|(Cartesian)Product"
    r"|ValueHashJoin|Anti|Argument|CacheProperties|Eager|EmptyResult|EmptyRow|ExhaustiveLimit|Filter|Input|Limit"
    r"|NullifyMetadata|Optional|PreserveOrder|ProduceResults|ProjectEndpoints|Projection|Skip"
)
"""Operators that read the graph. What a later Neo4j adds is refused until it is known."""

_SAID = {"LoadCSV": "LOAD CSV", "TransactionApply": "IN TRANSACTIONS", "TransactionForeach": "IN TRANSACTIONS"}


def require_reading(plan: Plan) -> None:
    """Raise BadInput unless a plan only reads the graph, whatever the statement looked like."""
    for step in _walked(plan):
        name, _, variant = step.operator.partition("(")
        if name == "ProcedureCall":
            _require_known_procedure(step.details)
        elif not _READS.fullmatch(name) or variant == "Locking)":
            raise BadInput(f"{_SAID.get(name, name)} is not for analysts: a statement reads the graph", place=_PLACE)


def _require_known_procedure(details: str) -> None:
    called = details.partition("(")[0]
    if called.lower() not in PROCEDURES:
        raise BadInput(f"{called:.100} is none of the procedures for analysts", place=_PLACE)


def _walked(plan: Plan) -> Iterator[Plan]:
    yield plan
    for child in plan.children:
        yield from _walked(child)
