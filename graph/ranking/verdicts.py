"""What can be said about a suggested partner."""

from enum import StrEnum

from graph.contract.operation import declared


@declared(
    "Verdict",
    "What became of a suggestion.\n\n"
    "USEFUL: it comes first in later lists. NOT_USEFUL: it is left out of them. CONTACTED: somebody spoke to them. "
    "BECAME_PARTNER: from now on a present partner. WITHDRAWN: what the ally has said of it counts no more.",
    "Jak doporučení dopadlo.\n\n"
    "USEFUL: v dalších seznamech je první. NOT_USEFUL: není v nich. CONTACTED: někdo je oslovil. BECAME_PARTNER: od teď "
    "stávající partner. WITHDRAWN: co o něm spojenec řekl, už neplatí.",
)
class Verdict(StrEnum):
    """What became of a suggestion."""

    USEFUL = "useful"
    NOT_USEFUL = "notUseful"
    CONTACTED = "contacted"
    BECAME_PARTNER = "becamePartner"
    WITHDRAWN = "withdrawn"
