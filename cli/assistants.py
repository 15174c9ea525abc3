"""``spojenci mcp``: answers an assistant over standard input and output."""

from dataclasses import replace
from typing import Annotated

import typer

from cli.session import read_settings, with_graph
from graph.access import ANYBODY, OPERATOR, Door, Role
from graph.operations.context import Context, services_on
from graph.progress import Progress
from graph.store import Store


def mcp(
    role: Annotated[
        Role | None,
        typer.Option(
            help="What the assistant may see, and from contributor on propose.", show_default="sees what is public"
        ),
    ] = None,
) -> None:
    """Answer an assistant over standard input and output (Model Context Protocol)."""
    # Imported late: of all commands, only this one needs the SDK of the protocol.
    from api.mcp.transports import over_stdio

    # What a model reads goes to whoever runs the model, so it is the operator who says how much that is.
    viewer = replace(OPERATOR, role=role) if role else ANYBODY

    settings = read_settings()

    async def answer(store: Store, _: Progress) -> None:
        async with services_on(store, settings) as services:
            await over_stdio(Context.of(services, viewer, Door.MCP))

    with_graph(answer, settings=settings, asks=True)
