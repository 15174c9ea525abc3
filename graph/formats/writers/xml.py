"""XML as it is written bit by bit."""

import re
from io import BytesIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document has."""


class Xml:
    """A document; what is written of it meanwhile is taken away bit by bit."""

    def __init__(self) -> None:
        self._out = BytesIO()
        self._xml = XMLGenerator(self._out, "utf-8", short_empty_elements=True)
        self._xml.startDocument()

    def begin(self, tag: str, **attributes: str) -> None:
        """Begin an element; an underscore at the end of an attribute's name is for Python only."""
        named = {name.rstrip("_"): clean(value) for name, value in attributes.items()}
        self._xml.startElement(tag, AttributesImpl(named))

    def end(self, tag: str) -> None:
        """End an element."""
        self._xml.endElement(tag)

    def leaf(self, tag: str, text: str = "", **attributes: str) -> None:
        """An element that holds nothing but a text."""
        self.begin(tag, **attributes)
        if text:
            self._xml.characters(clean(text))
        self.end(tag)

    def taken(self) -> bytes:
        """What was written since it was asked last."""
        written = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return written


def clean(text: str) -> str:
    """The text without what no XML document has."""
    return _NO_XML.sub("", text)
