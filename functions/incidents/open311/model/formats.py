"""One answer in the two formats of GeoReport: JSON, and XML of the same shape."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring


class Form(StrEnum):
    """A format, as it ends a path."""

    JSON = "json"
    XML = "xml"


CONTENT_TYPES: dict[Form, str] = {
    Form.JSON: "application/json; charset=utf-8",
    Form.XML: "text/xml; charset=utf-8",
}

# What one entry of a list is called in XML.
_ENTRY = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
# XML 1.0 (section 2.2) has no place for these, not even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def form_of(path: str) -> Form:
    """Return the format a path asks for; XML, which every server must have, when it asks for none."""
    return Form.JSON if path.endswith(".json") else Form.XML


def written(form: Form, root: str, value: Any) -> str:
    """Return an answer in a format.

    Parameters
    ----------
    root
        What the XML's outermost element is called; JSON does without it (the Spark convention of the specification).
    value
        A mapping, or a list of mappings where `root` is the name of a list.
    """
    if form is Form.JSON:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    element = Element(root)
    _fill(element, value)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(element, encoding="unicode")


def _fill(element: Element, value: Any) -> None:
    if isinstance(value, Mapping):
        for name, part in value.items():  # pyright: ignore[reportUnknownVariableType]
            _fill(SubElement(element, str(name)), part)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, list | tuple):
        for entry in value:  # pyright: ignore[reportUnknownVariableType]
            _fill(SubElement(element, _ENTRY[element.tag]), entry)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = _NO_XML.sub("", str(value))
