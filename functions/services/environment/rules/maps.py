"""Maps of the environment: for staff always, for everybody only under the map approval number (审图号) the county has entered."""

from __future__ import annotations

from datetime import date

from kernel.problems import NotFound
from kernel.record import record
from kernel.texts import Named, Text
from services.environment.rules.lines import LineKind


class MapNotApproved(NotFound):
    """A map that everybody sees carries its approval number; without one there is none (测绘法, 地图管理条例)."""

    slug = "map-not-approved"
    said = Text(
        "地图未经审核（无审图号），不公开。", "The map has no approval number: it is not public."
    )


class Layer(Named):
    """What a map shows; where households live is on none that everybody sees."""

    LINES = "lines", "管护线", "lines"
    WORK_DAYS = "work_days", "活动", "work days"
    COURTYARDS = "courtyards", "庭院", "courtyards"


PUBLIC_LAYERS = frozenset({Layer.LINES, Layer.WORK_DAYS})
AT_HOMES = frozenset({LineKind.DOOR_FRONT})
"""Lines that show where a household lives, and how it keeps its duty there."""


@record
class MapApproval:
    """A county's map approval number, by the county's code."""

    id: str
    number: str
    valid_from: date
    valid_to: date | None = None
    version: int = 1

    def holds_on(self, day: date) -> bool:
        """Tell whether maps may be shown under it on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def require_approval(approval: MapApproval | None, day: date) -> MapApproval:
    """Return the approval a public map is shown under.

    Raises
    ------
    MapNotApproved
        None holds that day.
    """
    if approval is None or not approval.holds_on(day):
        raise MapNotApproved
    return approval
