"""The formats that can be written."""

from graph.errors import BadInput
from graph.formats.format import Writer
from graph.formats.registry import GZIP_ENDING
from graph.formats.writers import canonical, csv, geojson, gexf, graphml, jsonld, kumu, skos, xlsx

WRITERS: tuple[Writer, ...] = (
    canonical.WRITER,
    kumu.BLUEPRINT,
    kumu.PROJECT,
    xlsx.WRITER,
    csv.WRITER,
    graphml.WRITER,
    gexf.WRITER,
    geojson.WRITER,
    jsonld.WRITER,
    skos.WRITER,
)
"""Every format that can be written; of two endings that fit a name, the earlier one counts."""


def named(name: str) -> Writer:
    """A format by its name. Raises BadInput, which says what there are."""
    for writer in WRITERS:
        if writer.name == name:
            return writer
    names = ", ".join(writer.name for writer in WRITERS)
    raise BadInput(f"There is no format {name!r} to write; there are {names}.", place="format")


def by_ending(file: str) -> Writer | None:
    """The format that goes by the ending of a file's name, with or without .gz behind it."""
    name = file.lower().removesuffix(GZIP_ENDING)
    return next((writer for writer in WRITERS if name.endswith(writer.endings)), None)
