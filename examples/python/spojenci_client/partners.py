from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel


class Partners(BaseModel):
    potential_partners: Optional["PartnersPotentialPartners"] = Field(
        alias="potentialPartners"
    )


class PartnersPotentialPartners(BaseModel):
    edges: list["PartnersPotentialPartnersEdges"]
    page_info: "PartnersPotentialPartnersPageInfo" = Field(alias="pageInfo")


class PartnersPotentialPartnersEdges(BaseModel):
    score: float
    km: Optional[float]
    node: "PartnersPotentialPartnersEdgesNode"
    signals: list["PartnersPotentialPartnersEdgesSignals"]
    evidence: list["PartnersPotentialPartnersEdgesEvidence"]


class PartnersPotentialPartnersEdgesNode(BaseModel):
    typename__: Literal["Ally", "Community", "Library", "Organization"] = Field(
        alias="__typename"
    )
    id: str
    name: str


class PartnersPotentialPartnersEdgesSignals(BaseModel):
    signal: str
    value: float
    weight: float
    contribution: float


class PartnersPotentialPartnersEdgesEvidence(BaseModel):
    text: str


class PartnersPotentialPartnersPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


Partners.model_rebuild()
PartnersPotentialPartners.model_rebuild()
PartnersPotentialPartnersEdges.model_rebuild()
