"""What a register says wrongly, as a table for its keeper: ``GET /v1/mismatches.csv`` and ``.xlsx``."""

import asyncio
import codecs
import csv
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.rest import openapi
from api.rest.operations import context
from api.wire.paths import base
from graph.fields import Field, checked, from_texts
from graph.formats.csv import protected
from graph.formats.values import to_text
from graph.formats.writers import csv as tables
from graph.formats.writers import xlsx
from graph.model import Property, Text
from graph.operation import Language
from graph.operations.plain import LANG
from graph.operations.sources import Mismatch, for_keeper
from graph.price import LOG
from graph.schema import SCHEMA

router = APIRouter()

_SOURCE = Field("source", "ID!", None, Text("Id registru.", "Id of the register."))
_PARAMETERS = (_SOURCE, LANG)

_HEADINGS = (
    Text("Číslo v registru", "Number in the register"),
    Text("Název", "Name"),
    Text("Typ", "Type"),
    Text("Údaj", "Property"),
    Text("V registru", "In the register"),
    Text("Na mapě", "On the map"),
    Text("Proč", "Why"),
    Text("Zjištěno", "Noted"),
    Text("Adresa na mapě", "Address on the map"),
)
_WIDTHS = (16, 40, 16, 20, 40, 40, 40, 12, 50)

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
        async with request.app.state.accounts.of(request) as account:
            await account.charge(LOG)
            found = await for_keeper(context(request, account), str(given[_SOURCE.name]))
        rows = [[getattr(each, language) for each in _HEADINGS], *_rows(found, language, base(request))]
        content = await asyncio.to_thread(_csv if ending == "csv" else _xlsx, rows)
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


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(map(protected, row) for row in rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    from xlsxwriter import Workbook  # it is needed for nothing else

    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet()
        bold = workbook.add_format({"bold": True})
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, bold if number == 0 else None)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


_add("csv", tables.WRITER.media)
_add("xlsx", xlsx.WRITER.media)
