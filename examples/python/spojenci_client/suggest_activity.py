from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import WriteStatus


class SuggestActivity(BaseModel):
    create_activities: Optional["SuggestActivityCreateActivities"] = Field(
        alias="createActivities"
    )


class SuggestActivityCreateActivities(BaseModel):
    outcomes: list["SuggestActivityCreateActivitiesOutcomes"]
    elements: list[Optional["SuggestActivityCreateActivitiesElements"]]
    errors: list["SuggestActivityCreateActivitiesErrors"]


class SuggestActivityCreateActivitiesOutcomes(BaseModel):
    status: WriteStatus


class SuggestActivityCreateActivitiesElements(BaseModel):
    id: str
    name: str


class SuggestActivityCreateActivitiesErrors(BaseModel):
    code: str
    path: list[str]
    message: str


SuggestActivity.model_rebuild()
SuggestActivityCreateActivities.model_rebuild()
