"""What people say about suggested partners, over REST."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.answers import JSON
from api.caller.rates import charged, viewer
from api.graphql.limits import QUESTION
from api.rest.health import FAILURES
from graph.access import Author, Door
from graph.ranking import feedback
from graph.ranking.feedback import LONGEST_REASON, Verdict

router = APIRouter(tags=["partners"], dependencies=[charged(QUESTION)])


class Feedback(BaseModel):
    """What an ally says about one suggested to it."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    for_: str = Field(alias="for", min_length=1, description="Id of the ally that asked.", examples=["cz-library-900"])
    topic: str = Field(min_length=1, description="Id of the topic.", examples=["dusevni-zdravi"])
    partner: str = Field(min_length=1, description="Id of the suggested ally.", examples=["horizont-kromeriz"])
    verdict: Verdict = Field(description="What became of the suggestion.")
    reason: str | None = Field(None, max_length=LONGEST_REASON, description="Why, in your words.")


class Kept(BaseModel):
    """Where the feedback stands in the log."""

    sequence: int | None = Field(description="Number of the change; null where exactly this was said last.")


@router.post(
    "/v1/feedback",
    summary="Say what became of a suggestion",
    response_model=Kept,
    responses={status: FAILURES[status] for status in (400, 401, 403, 404, 429, 503)},
)
async def keep(request: Request, said: Feedback) -> Response:
    """Keeps it in the log; later lists heed it, and the funnel counts it. Takes the role contributor."""
    author = Author(viewer(request), Door.REST)
    store = request.app.state.store
    sequence = await feedback.give(store, author, said.for_, said.topic, said.partner, said.verdict, said.reason)
    return JSON({"sequence": sequence})
