"""What a register says wrongly, as a table for its keeper: ``GET /v1/mismatches.csv`` and ``.xlsx``."""

import asyncio
import codecs
import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.parts import base_of, parts_of
from api.rest import openapi
from api.rest.operations import context
from graph.contract.fields import Field, checked, from_texts
from graph.contract.price import LOG
from graph.formats.csv import protected
from graph.formats.values import to_text
from graph.formats.writers import csv as tables
from graph.formats.writers import xlsx
from graph.formats.writers.sheets import Sheet, written
from graph.model import Language, Property, Text
from graph.operations.plain import LANG
from graph.operations.sources import Mismatch, for_keeper
from graph.schema import SCHEMA

router = APIRouter()

_SOURCE = Field("source", "ID!", None, Text("Id registru.", "Id of the register."))
_PARAMETERS = (_SOURCE, LANG)

_NAME = Text("Neshody", "Mismatches")
_COLUMNS = (
    (Text("Číslo v registru", "Number in the register"), 16),
    (Text("Název", "Name"), 40),
    (Text("Typ", "Type"), 16),
    (Text("Údaj", "Property"), 20),
    (Text("V registru", "In the register"), 40),
    (Text("Na mapě", "On the map"), 40),
    (Text("Proč", "Why"), 40),
    (Text("Zjištěno", "Noted"), 12),
    (Text("Adresa na mapě", "Address on the map"), 50),
)
"""Headings, and how many characters wide the columns are."""

_DECLARED = {
    kind: {p.name: p for p in properties}
    for kind, properties in (
        *((element.label, SCHEMA.properties_of(element)) for element in SCHEMA.elements),
        *((link.type, SCHEMA.properties_of_connection(link)) for link in SCHEMA.connections),
    )
}


def _described(media: str) -> openapi.Schema:
    schema: openapi.Schema = {"type": "string", "format": "binary"}
    return {"description": "A table.", "content": {media: {"schema": schema}}}


def _add(ending: str, media: str) -> None:
    async def table(request: Request) -> Response:
        given = checked(_PARAMETERS, from_texts(_PARAMETERS, request.query_params.multi_items(), commas=False), "table")
        language: Language = "cs" if given[LANG.name] == "cs" else "en"
        async with parts_of(request).accounts.of(request) as account:
            await account.charge(LOG)
            found = await for_keeper(context(request, account), str(given[_SOURCE.name]))
        columns = [(getattr(heading, language), width) for heading, width in _COLUMNS]
        listed = Sheet(
            getattr(_NAME, language),
            columns,
            list(_rows(found, language, base_of(request))),
        )
        content = await asyncio.to_thread(_csv if ending == "csv" else _xlsx, listed)
        headers = {"Content-Disposition": f'attachment; filename="mismatches.{ending}"'}
        return Response(content, media_type=media, headers=headers)

    router.add_api_route(
        f"/v1/mismatches.{ending}",
        table,
        name=f"mismatches_{ending}",
        tags=["questions"],
        summary="What a register says wrongly, for its keeper",
        description=(
            "Differences with the verdict that the register is wrong, or both are, with the number and name of each.\n\n"
            "Rozdíly, o nichž někdo rozhodl, že se mýlí registr nebo obojí."
        ),
        response_class=Response,
        openapi_extra={
            "parameters": openapi.query(_PARAMETERS),
            "responses": openapi.responses(_described(media), is_written=False),
        },
    )


def _rows(found: Sequence[Mismatch], language: Language, base: str) -> Iterator[list[str]]:
    for each in found:
        subject = each.subject
        kind, id_ = subject.label or str(subject.link), subject.element_id or str(subject.start)
        declared: Property | None = _DECLARED.get(kind, {}).get(each.property)
        label = declared.label if declared else None
        yield [
            each.number or "",
            each.name or id_,
            kind if subject.label else f"{kind} {subject.end}",
            getattr(label, language) if label else each.property,
            to_text(each.there),
            to_text(each.here),
            each.note or "",
            each.at[:10],
            f"{base}/v1/elements/{quote(id_, safe='')}",
        ]


def _csv(sheet: Sheet) -> bytes:
    text = StringIO()
    rows = chain([[heading for heading, _ in sheet.columns]], sheet.rows)
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(map(protected, map(str, row)) for row in rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _xlsx(sheet: Sheet) -> bytes:
    return b"".join(written([sheet]))


_add("csv", tables.WRITER.media)
_add("xlsx", xlsx.WRITER.media)
