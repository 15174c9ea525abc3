from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel


class Search(BaseModel):
    search: Optional["SearchSearch"]


class SearchSearch(BaseModel):
    edges: list["SearchSearchEdges"]


class SearchSearchEdges(BaseModel):
    node: "SearchSearchEdgesNode"


class SearchSearchEdgesNode(BaseModel):
    typename__: Literal[
        "Activity",
        "Community",
        "Element",
        "Item",
        "Library",
        "Map",
        "Organization",
        "Person",
        "Place",
        "Resource",
        "Role",
        "Source",
        "TargetGroup",
        "Topic",
    ] = Field(alias="__typename")
    id: str
    name: str


Search.model_rebuild()
SearchSearch.model_rebuild()
SearchSearchEdges.model_rebuild()
