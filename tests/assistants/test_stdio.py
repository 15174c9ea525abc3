"""``spojenci mcp``: an assistant that starts the command itself."""

import os
import sys
from pathlib import Path

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from graph.settings import Settings
from graph.store import Endpoint
from tests.assistants.conftest import MODES
from tests.assistants.test_tools import told


@pytest.fixture
def environment(endpoint: Endpoint, settings: Settings, golden_graph: None, project: Path) -> dict[str, str]:
    login = {"NEO4J_URI": endpoint.uri, "NEO4J_USERNAME": endpoint.username, "NEO4J_PASSWORD": endpoint.password}
    home = {"SPOJENCI_HOME": str(settings.home), "SPOJENCI_SEED": "none", "PYTHONPATH": str(project)}
    return {**os.environ, **login, **home}


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
async def test_the_command_answers_what_is_public(environment: dict[str, str], mode: str) -> None:
    started = StdioServerParameters(command=sys.executable, args=["-m", "cli", "mcp"], env=environment)
    async with Client(started, mode=mode) as client:
        assert "propose" not in [tool.name for tool in (await client.list_tools()).tools]
        assert told(await client.call_tool("search", {"query": "knihovna"}))["rows"]
        assert told(await client.call_tool("gaps", {"place": "nowhere"}))["code"] == "NOT_FOUND"


async def test_the_operator_says_what_an_assistant_may(environment: dict[str, str]) -> None:
    arguments = ["-m", "cli", "mcp", "--role", "contributor"]
    started = StdioServerParameters(command=sys.executable, args=arguments, env=environment)
    async with Client(started) as client:
        given = {"name": "delete_elements", "parameters": {"input": [{"id": "knihovna"}]}}
        [outcome] = told(await client.call_tool("propose", given))["outcomes"]
        assert outcome["status"] == "PROPOSED"
        assert told(await client.call_tool("get_element", {"id": "knihovna"}))["id"] == "knihovna"
