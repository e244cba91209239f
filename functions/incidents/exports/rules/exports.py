"""What an export may be, and where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from incidents.exports.rules.export_states import EXPORTS, Action, Status
from kernel import ids
from kernel.access import TIER_OFFICER, Caller
from kernel.clock import SHANGHAI
from kernel.problems import InvalidFields, NotAllowed
from kernel.record import record
from kernel.texts import Language, Named, Text
from kernel.units import Level, Tier, level_of

LONGEST = timedelta(days=366)
"""A ledger is kept by the year."""

MOST_ROWS = 100_000
"""Rows of one file; a spreadsheet with more helps nobody, and has to be written within one run."""

STOPPED_AFTER = timedelta(minutes=25)
"""How long an export can stand still before its worker is held to be gone: a run takes five minutes at most, others may be before it."""


class Format(Named):
    """How the file is written."""

    XLSX = "xlsx", "Excel 表格", "Excel"
    CSV = "csv", "CSV 文本表格", "CSV"


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


@record
class Export:
    """An export; it is at once the record of who asked for what, when, and how it ended.

    Attributes
    ----------
    first, last
        The days reported, both included (Asia/Shanghai).
    descriptions
        Whether the unit's own officers have descriptions in the file.
    resume
        Where reading goes on: the store's own key, as JSON.
    parts
        The names of what was read so far, in order.
    size
        Bytes of the file, once there is one.
    """

    id: str
    unit: str
    first: date
    last: date
    format: Format
    descriptions: bool
    language: Language
    requested_by: str
    requested_role: str
    requested_unit: str
    requested_at: datetime
    updated_at: datetime
    status: Status = Status.QUEUED
    rows_done: int = 0
    resume: str | None = None
    all_read: bool = False
    parts: tuple[str, ...] = ()
    size: int | None = None
    failure: Failure | None = None
    finished_at: datetime | None = None
    version: int = 1

    @property
    def describe_for(self) -> str | None:
        """The unit that has descriptions in its file; None: nobody."""
        return self.unit if self.descriptions else None


def read_on(
    export: Export, found: int, part: str | None, resume: str | None, now: datetime
) -> Export:
    """Note a part that was read; more rows than a file may have end the export.

    Parameters
    ----------
    found
        How many rows were read.
    part
        The name under which they were set aside; None: there were none.
    resume
        Where reading goes on; None: all is read.
    """
    done = export.rows_done + found
    if done > MOST_ROWS:
        return fail(export, Failure.TOO_MANY_ROWS, now)
    return _moved(
        export,
        Action.READ_ON,
        now,
        rows_done=done,
        parts=(*export.parts, part) if part else export.parts,
        resume=resume,
        all_read=resume is None,
    )


def finish(export: Export, size: int, begun_at: datetime, now: datetime) -> Export:
    """Note that the file is written; it counts from the instant its writing began."""
    return _moved(export, Action.FINISH, begun_at, size=size, finished_at=now)


def fail(export: Export, why: Failure, now: datetime) -> Export:
    """End an export without a file."""
    return _moved(export, Action.FAIL, now, failure=why, finished_at=now)


def _moved(export: Export, action: Action, now: datetime, **more: Any) -> Export:
    status = EXPORTS.move(export.status, action).to
    assert status is not None, "every step of an export leads somewhere"
    return replace(export, status=status, updated_at=now, version=export.version + 1, **more)


@record
class Download:
    """That somebody was given the address of a file: when, who, by which post."""

    at: datetime
    person_id: str
    role: str
    unit: str


def has_stopped(export: Export, now: datetime) -> bool:
    """Tell whether whatever worked on an export is gone: it has not moved for longer than that could take."""
    return export.status.is_open and now - export.updated_at > STOPPED_AFTER


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
        raise InvalidFields.one("to", Text("不得早于开始日期。", "Must not be before `from`."))
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
    if not may_have_descriptions(caller, unit):
        raise DescriptionsNotForYou


def may_have_descriptions(caller: Caller, unit: str) -> bool:
    """Tell whether somebody is an officer of the very unit."""
    level = level_of(unit)
    if level is Level.GRID:
        return False
    return caller.post_at(unit, {TIER_OFFICER[Tier(level.value)]}) is not None
