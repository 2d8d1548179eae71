"""XML events with line numbers, safely: entity bombs and external entities are refused."""

from __future__ import annotations

import io
import re
from html.entities import html5
from typing import Protocol
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from tzcorpus.errors import FormatError

# The declaration names the encoding of the bytes, which are decoded already.
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml\b[^>]*\?>")
# A document type without declarations of its own: it only names a DTD elsewhere, which is never fetched.
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[<>]*>", re.IGNORECASE)
# With the DTD gone, HTML's names for characters (&nbsp;) have to be known here.
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_XML_NAMES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
# XML 1.0 has no way to write these; engines write them nevertheless when they misread a speck.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Target(Protocol):
    """What takes the events; ``name`` is without namespace prefix, ``line`` counts from 1."""

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """An element begins."""

    def end(self, name: str, line: int) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text inside the element that is open."""


class _Forwarder(ContentHandler):
    def __init__(self, target: Target) -> None:
        super().__init__()
        self._target = target
        self._locator: object = None

    def setDocumentLocator(self, locator: object) -> None:
        self._locator = locator

    def _line(self) -> int:
        number = getattr(self._locator, "getLineNumber", lambda: 0)()
        return int(number or 0)

    def startElement(self, name: str, attrs: object) -> None:
        pairs = dict(attrs.items())  # type: ignore[attr-defined]
        local = {key.rpartition(":")[2]: value for key, value in pairs.items()}
        self._target.start(name.rpartition(":")[2], local, self._line())

    def endElement(self, name: str) -> None:
        self._target.end(name.rpartition(":")[2], self._line())

    def characters(self, content: str) -> None:
        self._target.data(content)


def _named(found: re.Match[str]) -> str:
    return found.group() if found[1] in _XML_NAMES else html5.get(found[1], found.group())


def parse_xml(text: str, target: Target, *, where: str, expected: str) -> None:
    """Send the events of an XML text to ``target``. Raises `FormatError` with file and line."""
    declaration = _DECLARATION.match(text)
    body = text[declaration.end() :] if declaration else text.removeprefix("\ufeff")
    body = _DOCTYPE.sub(lambda found: "\n" * found.group().count("\n"), body, count=1)
    if declaration:
        body = "\n" * declaration.group().count("\n") + body  # line numbers stay those of the file
    body = _NAMED.sub(_named, _NOT_XML.sub(" ", body)).lstrip(" \t")
    parser = make_parser()
    parser.setContentHandler(_Forwarder(target))
    source = io.BytesIO(body.encode("utf-8"))
    try:
        parser.parse(source)
    except SAXParseException as error:
        raise FormatError(
            f"broken XML ({error.getMessage()})", where=f"{where}:{error.getLineNumber()}",
            expected=expected, hint="write the file again with the OCR engine",
        ) from error  # fmt: skip
    except (DefusedXmlException, SAXException) as error:
        raise FormatError(
            f"XML with entities of its own ({type(error).__name__})", where=where,
            expected=expected, hint="remove the entity declarations",
        ) from error  # fmt: skip
