"""Attacks on GraphQL services: those of graphql-cop in our words, and more of their kind."""

from typing import Any

Question = dict[str, Any]


def _question(query: str, **more: Any) -> Question:
    return {"query": query, **more}


def doubling(fragments: int) -> str:
    """A document in which each fragment spreads the next one twice."""
    chain = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(fragments))
    return f"{{ ...F0 }} {chain} fragment F{fragments} on Query {{ __typename }}"


def deep(levels: int) -> str:
    """A document with so many levels of fields."""
    return "{ library(id: 1) " + "{ partners { nodes " * (levels // 2) + "{ id }" + "} }" * (levels // 2) + " }"


ALIASES = _question("{ " + " ".join(f"alias{n}: __typename" for n in range(101)) + " }")
DIRECTIVES = _question("{ __typename " + "@aa" * 10 + " }")
DUPLICATES = _question("query { " + "__typename " * 500 + "}")
NESTED_DUPLICATES = _question("{ " + "library(id: 1) { partners { nodes { id } } } " * 200 + "}")
INTROSPECTION = _question("{ __schema { types { name } } }")
CIRCULAR_INTROSPECTION = _question("{ __schema { types { " + "fields { type { " * 4 + "name" + " } }" * 4 + " } } }")
SUGGESTION = _question("{ librari }")
CIRCULAR_FRAGMENTS = _question("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }")
MANY_OPERATIONS = _question(" ".join(f"query Q{n} {{ __typename }}" for n in range(100)))
EXPENSIVE = _question("{ " + "libraries(first: 100) { nodes { partners(first: 100) { nodes { id } } } }" + " }")
UNBOUNDED = _question("{ libraries(first: 99999999) { nodes { id } } }")
HUGE_VARIABLES = _question("query ($a: ID) { library(id: $a) { id } }", variables={"a": "x" * 10_000_000})
