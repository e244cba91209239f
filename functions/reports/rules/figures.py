"""The figures: what each counts, of which events, until when. Every number has its definition here, and none is typed in (统计法 Arts. 7, 12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kernel.access import Role
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Named, Text
from kernel.units import Level, level_of


class FigureUnit(Named):
    """In what a figure is counted, with the measure word it is said with."""

    VILLAGE = "village", "个", "villages"
    GRID = "grid", "个", "grids"
    PERSON = "person", "人", "people"
    HOUSEHOLD = "household", "户", "households"
    CASE = "case", "起", "cases"
    PIECE = "piece", "件", "pieces"
    TIME = "time", "次", "times"
    SYSTEM = "system", "项", "systems"
    FEN = "fen", "元", "yuan"
    REPORTER = "reporter", "人次", "reporters"
    STAR = "star", "颗", "stars"
    SECOND = "second", "秒", "seconds"


DRAWN: Final = (
    *(FigureUnit.VILLAGE, FigureUnit.GRID, FigureUnit.PERSON, FigureUnit.HOUSEHOLD),
    *(FigureUnit.CASE, FigureUnit.PIECE, FigureUnit.TIME, FigureUnit.SYSTEM),
)
"""Of which units a briefing draws its figures beside each other."""


class FigureOver(Named):
    """Whether a figure is of a period's events, or of how things stand at the cut-off."""

    PERIOD = "period", "期间内发生", "of the period"
    STATE = "state", "截止时状况", "as it stands at the cut-off"


class FigureCutOff(Named):
    """Until when what is known counts."""

    ASKED = (
        "asked",
        "统计时指定的截止时间，默认统计之时",
        "the cut-off that is asked for, or the moment of asking",
    )
    READ = "read", "查看之时", "the moment it is read"
    DRAWN = (
        "drawn",
        "季度结束后生成数据集之时",
        "when the dataset of a quarter is drawn, after its end",
    )


EVENTS: Final = "/v1/reports/counts/{count}/events"
"""Where a figure that was counted is opened to its events."""


@record
class Definition:
    """What a figure is.

    Attributes
    ----------
    event
        What is counted, and on which day.
    source
        The context that keeps the events.
    levels
        The units it is counted of.
    readers
        Who may open it down to its list, within their area.
    opens
        Where that list is read; None: it has none, and the definition says of what it is worked out.
    is_counted
        Whether it is counted for whoever asks, event by event (`Count`); all others stand where they are read.
    version
        One more whenever the same events would be counted otherwise.
    """

    name: str
    said: Text
    unit: FigureUnit
    event: Text
    over: FigureOver
    source: str
    levels: frozenset[Level]
    readers: frozenset[Role]
    version: int
    cut_off: FigureCutOff = FigureCutOff.ASKED
    opens: str | None = EVENTS
    is_counted: bool = True


Catalogue = Mapping[str, Definition]


def require(catalogue: Catalogue, name: str, unit: str, field: str = "figure") -> Definition:
    """Return the definition of a figure that is counted of a unit.

    Raises
    ------
    InvalidFields
        There is no such figure, it is read where it stands, or it is not counted of units of this level.
    """
    found = catalogue.get(name)
    if found is None:
        raise InvalidFields.one(field, Text("没有此指标。", "There is no such figure."))
    if not found.is_counted:
        told = Text(
            "此数字在看板、公开数据等处直接查看，不另行统计。",
            "This number is read where it stands, and not counted apart.",
        )
        raise InvalidFields.one(field, told)
    if level_of(unit) not in found.levels:
        told = Text("此指标不按该级单位统计。", "This figure is not counted of such a unit.")
        raise InvalidFields.one(field, told)
    return found
