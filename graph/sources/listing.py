"""Registers in JSON: their items, and the parts of these, each checked to be what it should."""

from collections.abc import Iterator
from typing import BinaryIO

from graph.errors import InvalidFile, Problem
from graph.formats import json
from graph.rows import Data


class Unfit(Exception):
    """Part of an item is not what it should be; the message says which."""


def listed(stream: BinaryIO, name: str) -> Iterator[Data | Problem]:
    """The items of a list in an object, or the problem in the place of one that is no object."""
    try:
        content = json.parsed(stream.read())
    except InvalidFile as error:
        yield from error.problems
        return
    items = content.get(name) if isinstance(content, dict) else None
    if not isinstance(items, list):
        yield Problem("file", f"is not the register: it has no list {name}")
        return
    for number, item in enumerate(items, 1):
        yield item if isinstance(item, dict) else Problem(f"{name}, item {number}", "is not an object")


def said(item: Data, name: str) -> str:
    """A text or number, as a text; nothing where it is missing. Raises Unfit."""
    value = item.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise Unfit(f"{name} is not a text")
    return str(value)


def part(item: Data, name: str) -> Data:
    """An object in an item, without anything where it is missing. Raises Unfit."""
    value = item.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unfit(f"{name} is not an object")
    return value


def parts(item: Data, name: str) -> list[Data]:
    """A list of objects in an item, empty where it is missing. Raises Unfit."""
    value = item.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Unfit(f"{name} is not a list of objects")
    return value
