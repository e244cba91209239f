"""What an export may be, and where it stands."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kernel import ids
from kernel.access import TIER_OFFICER, Caller
from kernel.clock import SHANGHAI
from kernel.problems import InvalidFields, NotAllowed
from kernel.texts import Text
from kernel.units import Level, Tier, level_of

LONGEST = timedelta(days=366)
"""A ledger is kept by the year."""

MOST_ROWS = 100_000
"""Rows of one file; a spreadsheet with more helps nobody, and has to be written within one run."""

STOPPED_AFTER = timedelta(minutes=25)
"""How long an export can stand still before its worker is held to be gone: a run takes five minutes at most, others may be before it."""


class Format(StrEnum):
    """How the file is written."""

    XLSX = "xlsx"
    CSV = "csv"


class Status(StrEnum):
    """Where an export stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_open(self) -> bool:
        """Whether the worker still has something to do."""
        return self in (Status.QUEUED, Status.RUNNING)


class Failure(StrEnum):
    """Why an export came to nothing."""

    TOO_MANY_ROWS = "too_many_rows"
    INTERRUPTED = "interrupted"


FAILURE_TEXTS: dict[Failure, Text] = {
    Failure.TOO_MANY_ROWS: Text(
        f"超过 {MOST_ROWS} 条，请缩短时间段或选择下级单位。",
        f"More than {MOST_ROWS} rows: choose a shorter period or a unit below.",
    ),
    Failure.INTERRUPTED: Text(
        "后台处理中断，未能完成。请重新导出；仍不成请把导出编号告知县技术人员。",
        "The work was interrupted and not finished. Ask for a new export; if that stops as well, give its id to county IT.",
    ),
}


def has_stopped(status: Status, moved_at: datetime, now: datetime) -> bool:
    """Tell whether whatever worked on an export is gone: it has not moved for longer than that could take."""
    return status.is_open and now - moved_at > STOPPED_AFTER


NOTHING_BEFORE = date(2000, 1, 1)
"""Ids begin with the instant they were made in, counted from 1970; nobody reported into such a system before this."""


class DescriptionsNotForYou(NotAllowed):
    """Descriptions are exported to the officers of the very unit only, who answer for what they describe."""

    slug = "descriptions-not-for-you"
    said = Text(
        "情况描述可能含个人信息，仅限本单位干部导出本单位责任事件的描述。",
        "Descriptions may tell of persons: only officers of the very unit may export them, for incidents that unit answers for.",
    )


def check_period(first: date, last: date) -> None:
    """Let a period pass that has an end and is no longer than `LONGEST`.

    Raises
    ------
    InvalidFields
        It begins before anything can have been reported, ends before it begins, or is too long.
    """
    if first < NOTHING_BEFORE:
        raise InvalidFields.one(
            "from",
            Text(f"不得早于 {NOTHING_BEFORE}。", f"Must not be before {NOTHING_BEFORE}."),
        )
    if last < first:
        raise InvalidFields.one("to", Text("不得早于 from。", "Must not be before `from`."))
    if last - first >= LONGEST:
        raise InvalidFields.one(
            "to", Text(f"最多 {LONGEST.days} 天。", f"At most {LONGEST.days} days.")
        )


def ids_of_period(first: date, last: date) -> tuple[str, str]:
    """Return the least and greatest id an incident reported in a period can have, both days included (Asia/Shanghai)."""
    begin, end = (
        datetime.combine(day, time(), SHANGHAI) for day in (first, last + timedelta(days=1))
    )
    return ids.ids_between(begin, end)


def refuse_descriptions(caller: Caller, unit: str) -> None:
    """Let the officers of the very unit have descriptions, nobody else.

    Raises
    ------
    DescriptionsNotForYou
        The caller is not an officer at exactly this unit; a grid has none.
    """
    level = level_of(unit)
    if level is Level.GRID or caller.post_at(unit, {TIER_OFFICER[Tier(level.value)]}) is None:
        raise DescriptionsNotForYou
