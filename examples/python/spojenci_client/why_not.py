from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WhyNot(BaseModel):
    why_not: Optional["WhyNotWhyNot"] = Field(alias="whyNot")


class WhyNotWhyNot(BaseModel):
    rank: Optional[int]
    listed: int
    because: list["WhyNotWhyNotBecause"]
    lifts: list["WhyNotWhyNotLifts"]


class WhyNotWhyNotBecause(BaseModel):
    text: str


class WhyNotWhyNotLifts(BaseModel):
    text: str


WhyNot.model_rebuild()
WhyNotWhyNot.model_rebuild()
