"""Briefings as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.texts import Language
from reports.rules.briefings import BRIEFINGS, BriefingStatus, CorrectedBy
from reports.rules.counts import CountStatus
from reports.service.seeing import SeenBriefing, SeenCorrection, SeenFigure, SeenPart


class BriefingPartView(TypedDict):
    """A part of a briefing."""

    part: str
    heading: str
    lines: Annotated[
        list[str],
        Field(description="Sentences with figures; empty until they are counted / 统计完成前为空"),
    ]
    prose: str | None


class BriefingFigureView(TypedDict):
    """A figure of a briefing, opened by the count's events."""

    figure: str
    name: str
    unit: str
    unit_name: str
    exact: Annotated[int, Field(description="Money in fen / 金额以分计")]
    said: Annotated[
        str, Field(description="As a number is said exactly; money in yuan / 金额以元计")
    ]
    event: str
    definition_version: int


class BriefingView(TypedDict):
    """A briefing; its figures are the system's, its prose is people's."""

    id: str
    unit: str
    village: str | None
    boards: str | None
    title: str
    first: str
    last: str
    status: BriefingStatus
    status_name: str
    number: str | None
    count: str
    count_status: CountStatus
    done: int
    total: int
    cut_off_at: str
    parts: list[BriefingPartView]
    figures: list[BriefingFigureView]
    signed_at: str | None
    actions: list[str]
    version: int


class BriefingList(TypedDict):
    """One page of briefings."""

    items: list[BriefingView]
    next_cursor: str | None


class BriefingCorrectionView(TypedDict):
    """That a figure has come out otherwise since the signature; the briefing stays as it was signed."""

    id: str
    figure: str
    name: str
    unit: str
    unit_name: str
    was: int
    said_was: str
    now: Annotated[int | None, Field(description="Null while it is counted / 统计中为空")]
    said_now: str | None
    note: str
    by_unit: Annotated[str | None, Field(description="For which unit it was entered / 更正单位")]
    by_unit_name: str | None
    standing: CorrectedBy
    standing_name: str
    count: str
    count_status: CountStatus
    corrected_at: str


class BriefingCorrectionList(TypedDict):
    """One page of corrections, oldest first."""

    items: list[BriefingCorrectionView]
    next_cursor: str | None


def briefing_view(seen: SeenBriefing, language: Language) -> BriefingView:
    """Return a briefing as it is answered."""
    one, count = seen.thing, seen.count
    return {
        "id": one.id,
        "unit": one.unit,
        "village": one.village,
        "boards": one.boards,
        "title": seen.title.say(language),
        "first": f"{one.first}",
        "last": f"{one.last}",
        "status": one.status,
        "status_name": BRIEFINGS.statuses[one.status].say(language),
        "number": one.number,
        "count": one.count,
        "count_status": count.status,
        "done": len(count.values),
        "total": len(count.wanted),
        "cut_off_at": clock.local_iso(one.cut_off or count.cut_off),
        "parts": [_part(each, language) for each in seen.parts],
        "figures": [_figure(each, language) for each in seen.figures],
        "signed_at": clock.local_iso(one.signed_at) if one.signed_at else None,
        "actions": [str(each) for each in seen.actions],
        "version": one.version,
    }


def correction_view(seen: SeenCorrection, language: Language) -> BriefingCorrectionView:
    """Return a correction as it is answered."""
    one = seen.correction
    return {
        "id": one.id,
        "figure": one.figure,
        "name": seen.name.say(language),
        "unit": one.unit,
        "unit_name": seen.unit_name.say(language),
        "was": one.was,
        "said_was": seen.said_was,
        "now": seen.now,
        "said_now": seen.said_now,
        "note": one.note,
        "by_unit": one.by_unit,
        "by_unit_name": seen.by_name.say(language) or None,
        "standing": one.standing,
        "standing_name": one.standing.said.say(language),
        "count": one.count,
        "count_status": seen.status,
        "corrected_at": clock.local_iso(one.at),
    }


def _part(one: SeenPart, language: Language) -> BriefingPartView:
    return {
        "part": one.name,
        "heading": one.heading.say(language),
        "lines": [line.say(language) for line in one.lines],
        "prose": one.prose,
    }


def _figure(one: SeenFigure, language: Language) -> BriefingFigureView:
    return {
        "figure": one.figure,
        "name": one.name.say(language),
        "unit": one.unit,
        "unit_name": one.unit_name.say(language),
        "exact": one.exact,
        "said": one.said,
        "event": one.event.say(language),
        "definition_version": one.version,
    }
