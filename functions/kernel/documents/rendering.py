"""A filled-in template as a DOCX file, laid out as official documents are (GB/T 9704-2012 where it is simple).

A4 with its margins, title and headings in 黑体, text in 仿宋 of size 3 with 28 points a line and an indent of two characters, the page's
number at the foot. The fonts are named, not embedded: a machine without them takes another.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parser
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kernel.documents.charts import CONTENT_TYPE as CHART
from kernel.documents.charts import Bar, chart_xml, place_xml
from kernel.documents.templates import (
    Bars,
    Block,
    Heading,
    Lines,
    Paragraph,
    Signatures,
    Table,
    Template,
    Values,
)

BODY_FONT: Final = "仿宋"
TITLE_FONT: Final = "黑体"
_TITLE, _BODY, _SMALL = Pt(22), Pt(16), Pt(14)
_LINE = Pt(28)
_TWO_CHARACTERS = Pt(32)
_MARGINS = {"top": Mm(37), "bottom": Mm(35), "left": Mm(28), "right": Mm(26)}
# What XML has no place for (XML 1.0 section 2.2): a file with it would not open.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render(template: Template, values: Values, at: datetime) -> bytes:
    """Return the file of a document.

    Parameters
    ----------
    at
        When it was asked for; the file says so of itself.

    Raises
    ------
    PlaceholdersDiffer
        A value is missing, or nobody asked for it; nothing is left open and nothing dropped.
    """
    template.refuse_other(values)
    document: Any = Document()
    _set_page(document)
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    for line in template.title:
        _add(document, _fill(line, texts), TITLE_FONT, _TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    if template.number is not None:
        _add(document, _fill(template.number, texts), BODY_FONT, _BODY, WD_ALIGN_PARAGRAPH.CENTER)
    for block in template.blocks:
        _lay(document, block, values, texts)
    for line in (template.seal, template.date):
        if line is not None:
            _add(document, _fill(line, texts), BODY_FONT, _BODY, WD_ALIGN_PARAGRAPH.RIGHT)
    _number_pages(document)
    _name(document, "".join(_fill(line, texts) for line in template.title), at)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _lay(document: Any, block: Block, values: Values, texts: Mapping[str, str]) -> None:
    match block:
        case Paragraph():
            for line in _fill(block.text, texts).splitlines() or [""]:
                _indented(document, line)
        case Heading():
            _indented(document, _fill(block.text, texts), TITLE_FONT)
        case Lines():
            filled = [_fill(block.text, entry) for entry in _entries(values, block.rows)]
            for line in filled or [block.none]:
                _indented(document, line)
        case Signatures():
            for entry in _entries(values, block.rows):
                _add(document, _fill(block.text, entry), BODY_FONT, _BODY, WD_ALIGN_PARAGRAPH.LEFT)
        case Bars():
            _draw(document, block, _entries(values, block.rows))
        case Table():
            _lay_table(document, block, _entries(values, block.rows))


def _lay_table(document: Any, block: Table, entries: list[Mapping[str, str]]) -> None:
    table = document.add_table(rows=1, cols=len(block.columns))
    table.style = "Table Grid"
    table.autofit = False
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _write_cell(cell, column.title, TITLE_FONT, column.width)
    for entry in entries:
        for cell, column in zip(table.add_row().cells, block.columns, strict=True):
            _write_cell(cell, _fill(column.text, entry), BODY_FONT, column.width)


def _draw(document: Any, block: Bars, entries: list[Mapping[str, str]]) -> None:
    if not entries:
        return
    bars = [Bar(_fill(block.label, one), _fill(block.value, one)) for one in entries]
    package = document.part.package
    number = 1 + sum(part.content_type == CHART for part in package.iter_parts())
    content = chart_xml(block.caption, bars, BODY_FONT)
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART, content, package)
    relation = document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    # A line of a fixed height would cut the chart off.
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    drawing = parser.parse_xml(place_xml(relation, number, block.caption, bars))
    paragraph.add_run()._element.append(drawing)  # noqa: SLF001 - charts have no interface of the library


def _write_cell(cell: Any, text: str, font: str, width: int) -> None:
    cell.width = Mm(width)
    _write(cell.paragraphs[0], text, font, _SMALL)


def _entries(values: Values, name: str) -> list[Mapping[str, str]]:
    entries = values[name]
    assert not isinstance(entries, str), "the values are those the template asks for"
    return list(entries)


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _NO_XML.sub("", text.format(**values))


def _indented(document: Any, text: str, font: str = BODY_FONT) -> None:
    paragraph = _add(document, text, font, _BODY, WD_ALIGN_PARAGRAPH.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = _TWO_CHARACTERS


def _add(document: Any, text: str, font: str, size: Any, alignment: Any) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
    _write(paragraph, text, font, size)
    return paragraph


def _write(paragraph: Any, text: str, font: str, size: Any) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, size
    # Word takes the font of Chinese characters from an attribute of its own.
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001 - the library has no other way


def _set_page(document: Any) -> None:
    (section,) = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in _MARGINS.items():
        setattr(section, f"{side}_margin", width)


def _number_pages(document: Any) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, "— ", "宋体", _SMALL)
    run: Any = paragraph.add_run()
    run.font.name, run.font.size = "宋体", _SMALL
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = _element("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)  # noqa: SLF001 - fields have no interface of the library
    _write(paragraph, " —", "宋体", _SMALL)


_element: Any = getattr(parser, "OxmlElement")  # noqa: B009 - its type is half known


def _name(document: Any, title: str, at: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title[:255], "", ""
    properties.created = properties.modified = at.replace(tzinfo=None)
    properties.language = "zh-CN"
