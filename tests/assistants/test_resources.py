"""Elements and the model as resources, and the prompts, in both languages."""

import json

import pytest
from mcp import MCPError
from mcp_types import TextContent, TextResourceContents

from api.mcp.prompts import PROMPTS
from api.mcp.tools import TOOLS
from graph.derived.render import model
from graph.schema import SCHEMA
from tests.assistants.conftest import MODES, Connect


@pytest.mark.parametrize("mode", MODES)
async def test_elements_are_resources_by_a_template(connect: Connect, mode: str) -> None:
    async with connect(mode=mode) as client:
        [template] = (await client.list_resource_templates()).resource_templates
        address = template.uri_template.replace("{id}", "knihovna")
        [content] = (await client.read_resource(address)).contents
        assert isinstance(content, TextResourceContents)
        assert json.loads(content.text)["answer"]["type"] == "Library"
        with pytest.raises(MCPError, match="NOT_FOUND") as refused:
            await client.read_resource(template.uri_template.replace("{id}", "nobody"))
        assert refused.value.data["place"] == "id"
        with pytest.raises(MCPError, match="There are"):
            await client.read_resource("file:///etc/passwd")


async def test_the_model_is_a_resource(connect: Connect) -> None:
    async with connect() as client:
        [listed] = (await client.list_resources()).resources
        [content] = (await client.read_resource(listed.uri)).contents
    assert isinstance(content, TextResourceContents)
    assert content.text == model(SCHEMA)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PROMPTS)
async def test_prompts_speak_both_languages_and_name_tools_that_there_are(
    connect: Connect, name: str, mode: str
) -> None:
    given = {"library": 'Knihovna "Na růžku" {x}', "topic": "paměť"}
    async with connect(mode=mode) as client:
        listed = {each.name: each for each in (await client.list_prompts()).prompts}
        assert [*listed] == [*PROMPTS]
        taken = {each.name: given.get(each.name, "") for each in listed[name].arguments or []}
        texts = []
        for lang in ("cs", "en"):
            [message] = (await client.get_prompt(name, taken | {"lang": lang})).messages
            assert isinstance(message.content, TextContent)
            texts.append(message.content.text)
        with pytest.raises(MCPError, match="is missing"):
            await client.get_prompt(name, {})
    assert texts[0] != texts[1]
    for text in texts:
        assert r"\"Na růžku\" {x}" in text
        assert sum(tool in text for tool in TOOLS) >= 2
