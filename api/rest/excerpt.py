"""The part of OpenAPI from which the REST types of the TypeScript client are made."""

import re
from collections.abc import Iterable
from importlib.metadata import version

import orjson
from fastapi import FastAPI

from api.rest import elements, health, openapi, operations

ADDRESSES = ("/v1/partners", "/v1/why-not", "/v1/search", "/v1/changes", "/v1/elements/{id}")
_REFERENCE = re.compile(rb'"#/components/schemas/(\w+)"')


def text() -> str:
    """What can be read at these addresses, with all schemas that this refers to."""
    app = FastAPI(title="Spojenci", version=version("spojenci"))
    for router in (operations.router, elements.router, health.router):
        app.include_router(router)
    whole = app.openapi()
    openapi.complete(whole)
    paths = {address: {"get": whole["paths"][address]["get"]} for address in ADDRESSES}
    schemas = _referred(paths, whole["components"]["schemas"])
    part = {name: whole[name] for name in ("openapi", "info")} | {"paths": paths, "components": {"schemas": schemas}}
    return orjson.dumps(part, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _referred(paths: object, schemas: dict[str, object]) -> dict[str, object]:
    found: set[str] = set()
    new = _names([paths])
    while new:
        found |= new
        new = _names(schemas[name] for name in new) - found
    return {name: schema for name, schema in schemas.items() if name in found}


def _names(parts: Iterable[object]) -> set[str]:
    return {name.decode() for part in parts for name in _REFERENCE.findall(orjson.dumps(part))}
