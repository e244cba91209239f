"""When an act was found: what bears the day that is said, as the two years look back from it (处罚法 Art. 36)."""

from __future__ import annotations

from datetime import datetime

from enforcement.rules.clue_sources import ClueSource
from enforcement.rules.inspections import ResultKind
from enforcement.rules.visits import Visit
from kernel import clock
from kernel.problems import InvalidFields
from kernel.texts import Text


def found_when(
    said: datetime | None, source: ClueSource, visit: Visit | None, town: str, now: datetime
) -> datetime:
    """Return when an act was found: as it is said, within the inspection it was found in; else now.

    Raises
    ------
    InvalidFields
        An inspection was no source of it: there is none, of another town, not begun, or one that found nothing; or the day is to come,
        or not of the inspection.
    """
    if source is not ClueSource.INSPECTION:
        if visit is not None:
            raise InvalidFields.one("source", _OF_AN_INSPECTION)
        if said and said > now:
            raise InvalidFields.one("found_at", _TO_COME)
        return said or now
    if visit is None or visit.town != town or visit.begun_at is None:
        raise InvalidFields.one("inspection", _NO_INSPECTION)
    if visit.result is ResultKind.NO_PROBLEM:
        raise InvalidFields.one("inspection", _FOUND_NOTHING)
    first, last = visit.begun_at, visit.recorded_at or now
    # People tell a time by the minute.
    if said and not first.replace(second=0, microsecond=0) <= said <= last:
        begun, ended = clock.local_iso(first), clock.local_iso(last)
        told = Text(f"须在{begun}至{ended}之间。", f"Between {begun} and {ended}.")
        raise InvalidFields.one("found_at", told)
    return said or last


_TO_COME = Text("不得晚于现在。", "Not later than now.")
_OF_AN_INSPECTION = Text(
    "检查中发现的，来源须为行政检查。", "What an inspection found has it as its source."
)
_NO_INSPECTION = Text(
    "须为本乡镇已经开始的检查。", "An inspection of the town that has begun is named."
)
_FOUND_NOTHING = Text("该检查未发现问题。", "That inspection found no problem.")
