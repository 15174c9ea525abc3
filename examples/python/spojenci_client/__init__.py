from ._service import Service
from .base_model import BaseModel
from .client import Client
from .enums import ElementType, Language, WriteStatus
from .input_types import PartnerWithin
from .partners import (
    Partners,
    PartnersPotentialPartners,
    PartnersPotentialPartnersEdges,
    PartnersPotentialPartnersEdgesEvidence,
    PartnersPotentialPartnersEdgesNode,
    PartnersPotentialPartnersEdgesSignals,
    PartnersPotentialPartnersPageInfo,
)
from .search import Search, SearchSearch, SearchSearchEdges, SearchSearchEdgesNode
from .suggest_activity import (
    SuggestActivity,
    SuggestActivityCreateActivities,
    SuggestActivityCreateActivitiesElements,
    SuggestActivityCreateActivitiesErrors,
    SuggestActivityCreateActivitiesOutcomes,
)
from .why_not import WhyNot, WhyNotWhyNot, WhyNotWhyNotBecause, WhyNotWhyNotLifts

__all__ = [
    "BaseModel",
    "Client",
    "ElementType",
    "Language",
    "PartnerWithin",
    "Partners",
    "PartnersPotentialPartners",
    "PartnersPotentialPartnersEdges",
    "PartnersPotentialPartnersEdgesEvidence",
    "PartnersPotentialPartnersEdgesNode",
    "PartnersPotentialPartnersEdgesSignals",
    "PartnersPotentialPartnersPageInfo",
    "Search",
    "SearchSearch",
    "SearchSearchEdges",
    "SearchSearchEdgesNode",
    "Service",
    "SuggestActivity",
    "SuggestActivityCreateActivities",
    "SuggestActivityCreateActivitiesElements",
    "SuggestActivityCreateActivitiesErrors",
    "SuggestActivityCreateActivitiesOutcomes",
    "WhyNot",
    "WhyNotWhyNot",
    "WhyNotWhyNotBecause",
    "WhyNotWhyNotLifts",
    "WriteStatus",
]
