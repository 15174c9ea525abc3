"""The transcript in docs/mcp.md is what the service answers; ``SPOJENCI_TEST_TRANSCRIPT=write`` writes it anew."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from graph.settings import Settings
from graph.store import Endpoint
from tests.assistants.conftest import connected
from tests.assistants.test_tools import told
from tests.serving import address_of

BEGIN, END = "<!-- transcript -->\n", "<!-- end of the transcript -->\n"
LONGEST = 2
"""Items of a list that are printed."""

WIDEST = 110
"""Letters of a line in the transcript."""


def _shortened(value: Any) -> Any:
    """An answer with no more of each list, and without what is empty."""
    if isinstance(value, dict):
        return {name: _shortened(each) for name, each in value.items() if each not in (None, [], {})}
    if isinstance(value, list):
        rest = [f"… {len(value) - LONGEST} more"] if len(value) > LONGEST else []
        return [*map(_shortened, value[:LONGEST]), *rest]
    return round(value, 3) if isinstance(value, float) else value


def _printed(value: Any, before: str = "") -> str:
    """JSON with what fits into a line in one."""
    line = json.dumps(value, ensure_ascii=False)
    if len(before) + len(line) <= WIDEST or not isinstance(value, dict | list):
        return line
    inner = before + "  "
    if isinstance(value, list):
        parts, ends = [_printed(each, inner) for each in value], "[]"
    else:
        parts, ends = [f'"{name}": {_printed(each, inner)}' for name, each in value.items()], "{}"
    return f"{ends[0]}\n{inner}" + f",\n{inner}".join(parts) + f"\n{before}{ends[1]}"


TOLD = ("score", "name", "id", "evidence", "km", "propose", "unknown")
"""What of a partner is printed."""


def _shown(tool: str, answer: dict[str, Any]) -> dict[str, Any]:
    """What of an answer is printed."""
    if tool == "potential_partners":
        return {"partners": [_partner(each) for each in answer["partners"]]}
    if tool == "search":  # its scores depend on what the index has held before
        return {"rows": [{name: row[name] for name in ("id", "type", "name")} for row in answer["rows"]]}
    return {name: value for name, value in answer.items() if name not in ("pageInfo", "evidence", "signals")}


def _partner(row: dict[str, Any]) -> dict[str, Any]:
    texts = {name: [each["text"] for each in row[name]] for name in ("evidence", "propose", "unknown")}
    return {name: (row | texts)[name] for name in TOLD}


async def _asked(address: str) -> str:
    """The question, step by step, as an assistant asks it."""
    lines = ["> Kdo by mohl být spojencem Knihovny Kroměřížska pro duševní zdraví, a proč?\n"]
    async with connected(address, None, "auto") as client:

        async def call(tool: str, **given: Any) -> dict[str, Any]:
            result = await client.call_tool(tool, given)
            answer: dict[str, Any] = told(result)
            assert not result.is_error, answer
            asked = f"{tool} {json.dumps(given, ensure_ascii=False)}"
            lines.append(f"```json5\n// {asked}\n{_printed(_shortened(_shown(tool, answer)))}\n```\n")
            return answer

        library = await call("search", query="Knihovna Kroměřížska", types=["Library"], first=1)
        topic = await call("search", query="duševní zdraví", types=["Topic"], first=1)
        ids = {"for": library["rows"][0]["id"], "topic": topic["rows"][0]["id"]}
        found = await call("potential_partners", **ids, reach="near", first=2, lang="cs")
        await call("why_not", **ids, of=found["partners"][1]["id"], reach="near", first=1, lang="cs")
    return "\n".join(lines)


@pytest.mark.usefixtures("seeded")
async def test_the_transcript_of_the_guide_is_what_the_service_answers(
    endpoint: Endpoint, settings: Settings, project: Path
) -> None:
    page = project / "docs" / "mcp.md"
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    transcript, _, after = rest.partition(END)
    patient = settings.model_copy(update={"read_timeout": 60.0, "anonymous_read_timeout": 60.0})
    with address_of(patient, endpoint) as address:
        now = "\n" + await _asked(address) + "\n"
    if os.environ.get("SPOJENCI_TEST_TRANSCRIPT") == "write":
        page.write_text(before + BEGIN + now + END + after, "utf-8")
    else:
        assert transcript == now
