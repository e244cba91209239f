"""A bar chart as Word draws it (DrawingML, ECMA-376 part 1, 21.2): text in the file's own fonts, sharp at any size, and no picture in it.

Its numbers stand in the chart as they were settled; there is no workbook behind it, so nobody alters them by a click.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PLACED: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_WORDS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_EMU_A_MM: Final = 36_000
_WIDTH, _A_BAR, _AROUND = 150, 9, 16
"""In millimetres: the chart's width, what each bar takes, and what title and edges do."""
_COLOUR: Final = "4A6FA5"


class Bar(NamedTuple):
    """A bar: what it is of, and how much that is."""

    label: str
    value: str


def chart_xml(caption: str, bars: Sequence[Bar], font: str) -> bytes:
    """Return the chart: a bar for each entry from the top, its number at its end, from nought on."""
    labels = _points(one.label for one in bars)
    values = _points(one.value for one in bars)
    text = (
        f'<a:defRPr sz="1050"><a:latin typeface={quoteattr(font)}/>'
        f"<a:ea typeface={quoteattr(font)}/></a:defRPr>"
    )
    said = f"<a:p><a:pPr>{text}</a:pPr><a:r><a:rPr/><a:t>{escape(caption)}</a:t></a:r></a:p>"
    last = len(bars) + 1
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_MAIN}" xmlns:r="{_RELATED}">'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>'
        f'<c:title><c:tx><c:rich><a:bodyPr/>{said}</c:rich></c:tx><c:overlay val="0"/></c:title>'
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        '<c:ser><c:idx val="0"/><c:order val="0"/>'
        f"<c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache>{_points([caption])}</c:strCache>"
        "</c:strRef></c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{_COLOUR}"/></a:solidFill></c:spPr>'
        '<c:invertIfNegative val="0"/><c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{labels}</c:strCache>"
        "</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!$B$2:$B${last}</c:f><c:numCache>"
        f"<c:formatCode>General</c:formatCode>{values}</c:numCache></c:numRef></c:val></c:ser>"
        '<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="2"/>'
        '<c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>'
        '</c:scaling><c:delete val="1"/><c:axPos val="t"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/>'
        '<c:crosses val="autoZero"/></c:valAx></c:plotArea>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:txPr><a:bodyPr/><a:p><a:pPr>{text}</a:pPr></a:p></c:txPr></c:chartSpace>"
    ).encode()


def place_xml(relation: str, number: int, caption: str, bars: Sequence[Bar]) -> bytes:
    """Return where the chart stands in a line of text, with its numbers in words for whoever does not see it.

    Parameters
    ----------
    relation
        By which the document knows the chart.
    number
        Which of the document's charts it is.
    """
    words = quoteattr(f"{caption}：" + "；".join(f"{one.label} {one.value}" for one in bars))
    wide = _WIDTH * _EMU_A_MM
    high = (_A_BAR * len(bars) + _AROUND) * _EMU_A_MM
    return (
        f'<w:drawing xmlns:w="{_WORDS}" xmlns:wp="{_PLACED}" xmlns:a="{_MAIN}" xmlns:c="{_CHART}" '
        f'xmlns:r="{_RELATED}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="图{number}" descr={words}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart r:id={quoteattr(relation)}/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    ).encode()


def _points(texts: Iterable[str]) -> str:
    told = list(texts)
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{escape(one)}</c:v></c:pt>' for place, one in enumerate(told)
    )
    return f'<c:ptCount val="{len(told)}"/>{points}'
