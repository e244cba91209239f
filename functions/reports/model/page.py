"""A briefing as a page to print: its text, its figures as bars drawn here, its corrections; no script, no font, nothing fetched from elsewhere."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Final

from kernel import clock
from kernel.texts import Language, Text
from reports.rules.briefings import CorrectedBy
from reports.rules.figures import FigureUnit
from reports.service.seeing import SeenBriefing, SeenCorrection, SeenFigure, cut_off_of, period_of

_STYLE: Final = (
    "body{font-family:serif;margin:2em auto;max-width:48em;line-height:1.7}h1,h1+p{text-align:center}"
    "td,th{border:1px solid #999;padding:.3em .5em;text-align:left}table{border-collapse:collapse;width:100%}"
    "svg{width:100%;height:auto}figure{margin:1em 0}"
    "@media print{body{margin:0}h2,figure,tr{break-inside:avoid}}"
)
_PERIOD = Text("统计期间：{period}　截止：{cut_off}", "Period: {period}. Cut-off: {cut_off}.")
_FIGURES = Text("指标及统计口径", "Figures and what they count")
_HEADINGS = (
    Text("指标", "Figure"),
    Text("单位", "Unit"),
    Text("数值", "Value"),
    Text("计数口径", "Counted"),
)
_CORRECTIONS = Text("更正", "Corrections")
_CORRECTED = Text(
    "{unit}{name}：签发时为{was}，{at}{by}更正为{now}。{note}",
    "{unit}, {name}: {was} as signed, {now} as of {at}{by}. {note}",
)
_BAR, _LABEL, _WIDTH = 24, 220, 640


def as_page(seen: SeenBriefing, corrections: Sequence[SeenCorrection], language: Language) -> str:
    """Write a briefing as a page."""
    title = html.escape(seen.title.say(language))
    tongue = "en" if language == "en" else "zh-CN"
    number = f"<p>{html.escape(seen.thing.number or '')}</p>"
    period = _PERIOD.format(period=period_of(seen.thing), cut_off=cut_off_of(seen)).say(language)
    return (
        f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1>{number}<p>{html.escape(period)}</p>"
        f"{_parts(seen, language)}{_charts(seen, language)}{_table(seen, language)}"
        f"{_corrected(corrections, language)}</body></html>"
    )


def _parts(seen: SeenBriefing, language: Language) -> str:
    told: list[str] = []
    for part in seen.parts:
        lines = [line.say(language) for line in part.lines] + (part.prose or "").splitlines()
        if any(line.strip() for line in lines):
            told.append(f"<h2>{html.escape(part.heading.say(language))}</h2>")
            told += [f"<p>{html.escape(line)}</p>" for line in lines if line.strip()]
    return "".join(told)


def _charts(seen: SeenBriefing, language: Language) -> str:
    """Draw what is counted alike side by side: a chart for each unit of counting that more than one figure has, money apart."""
    return "".join(bars(alike, unit, language) for unit, alike in seen.charts().items() if alike)


def bars(figures: Sequence[SeenFigure], unit: FigureUnit, language: Language) -> str:
    """Return a bar for each figure, as long as its number is of the greatest."""
    greatest = max(1, *(one.exact for one in figures))
    height = _BAR * len(figures)
    drawn: list[str] = []
    for number, one in enumerate(figures):
        top = number * _BAR
        length = max(0, one.exact) * (_WIDTH - _LABEL - 60) // greatest
        label = html.escape(one.name.say(language))
        drawn.append(
            f'<text x="{_LABEL - 8}" y="{top + 16}" text-anchor="end" font-size="13">{label}</text>'
            f'<rect x="{_LABEL}" y="{top + 4}" width="{length}" height="16" fill="#4a6fa5"/>'
            f'<text x="{_LABEL + length + 6}" y="{top + 16}" font-size="13">{html.escape(one.said)}</text>'
        )
    caption = html.escape(unit.said.say(language))
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{caption}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(drawn)}</svg>'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _table(seen: SeenBriefing, language: Language) -> str:
    head = "".join(f"<th>{html.escape(one.say(language))}</th>" for one in _HEADINGS)
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in _cells(one, language))
        + "</tr>"
        for one in seen.figures
    )
    return (
        f"<h2>{html.escape(_FIGURES.say(language))}</h2>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cells(one: SeenFigure, language: Language) -> tuple[str, ...]:
    return (one.name.say(language), one.unit_name.say(language), one.said, one.event.say(language))


def _corrected(corrections: Sequence[SeenCorrection], language: Language) -> str:
    counted = [one for one in corrections if one.said_now is not None]
    if not counted:
        return ""
    told = "".join(
        "<p>"
        + html.escape(
            _CORRECTED.format(
                unit=one.unit_name,
                name=one.name,
                was=one.said_was,
                now=one.said_now,
                at=clock.day_of(one.correction.at),
                by=_entered_by(one),
                note=one.correction.note,
            ).say(language)
        )
        + "</p>"
        for one in counted
    )
    return f"<h2>{html.escape(_CORRECTIONS.say(language))}</h2>{told}"


def _entered_by(one: SeenCorrection) -> Text:
    """Return who corrected it where that was not its own unit: whoever reads it sees whose word it is."""
    if one.correction.standing is CorrectedBy.OFFICE:
        return Text("", "")
    return Text(f"由{one.by_name.zh}", f", by {one.by_name.en}")
