"""The ledger (台账): its columns, and the line of one incident.

Units, counts and instants; no person, and no free text but, where allowed, the description with its numbers masked
(docs/decisions/0012-ledger-exports.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from escalation.rules.climbing import LIMIT_PASSED
from escalation.rules.events import OwedEvent
from escalation.rules.names import TIER_NAMES
from incidents.rules.incident import Incident
from incidents.rules.names import SEVERITY_NAMES
from incidents.rules.states import STATUS_NAMES, Event, Source, Status
from kernel import clock
from kernel.personal_numbers import masked
from kernel.texts import Language, Text, names
from kernel.units import Level, ancestor

SOURCE_NAMES = names(Source)
YES_NO: dict[bool, Text] = {True: Text("是", "yes"), False: Text("否", "no")}


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    INSTANT = "instant"


class Column(NamedTuple):
    """A column: its name, its heading, what it holds, how wide it is in a spreadsheet (characters)."""

    name: str
    heading: Text
    kind: Kind = Kind.TEXT
    width: int = 12


DESCRIPTION = Column("description", Text("情况描述", "Description"), width=60)

COLUMNS: tuple[Column, ...] = (
    Column("case_code", Text("事件编号", "Case code"), width=24),
    Column("place", Text("地点代码", "Place code"), width=18),
    Column("town", Text("乡镇", "Town"), width=16),
    Column("village", Text("村", "Village"), width=16),
    Column("grid", Text("网格", "Grid"), width=16),
    Column("category", Text("类别", "Category"), width=24),
    Column("severity", Text("等级", "Severity")),
    Column("source", Text("来源", "Source")),
    Column("status", Text("状态", "Status")),
    Column("tier", Text("办理层级", "Tier")),
    Column("responsible", Text("责任单位", "Responsible unit"), width=20),
    Column("reported_at", Text("上报时间", "Reported"), Kind.INSTANT, 17),
    Column("accepted_at", Text("受理时间", "Accepted"), Kind.INSTANT, 17),
    Column("resolved_at", Text("处置时间", "Resolved"), Kind.INSTANT, 17),
    Column("closed_at", Text("办结时间", "Closed"), Kind.INSTANT, 17),
    Column("due_at", Text("办理期限", "Due"), Kind.INSTANT, 17),
    Column("overdue", Text("是否逾期", "Overdue")),
    Column("limits_passed", Text("逾期次数", "Limits passed"), Kind.NUMBER),
    Column("solved_by", Text("处置单位", "Solved by (unit)"), width=20),
    Column("escalations", Text("逐级上报次数", "Escalations"), Kind.NUMBER),
    Column("reminders", Text("催办次数", "Reminders"), Kind.NUMBER),
    Column("supervisions", Text("督办次数", "Supervisions"), Kind.NUMBER),
    Column("rejections", Text("退回重办次数", "Rejections"), Kind.NUMBER),
    Column("returns", Text("退单次数", "Returns"), Kind.NUMBER),
    Column("extensions", Text("延期次数", "Extensions"), Kind.NUMBER),
    Column("suspensions", Text("中止次数", "Suspensions"), Kind.NUMBER),
    Column("reopenings", Text("重开次数", "Reopenings"), Kind.NUMBER),
)


class Step(NamedTuple):
    """One entry of an incident's history, as far as the ledger counts it."""

    event: str
    at: datetime
    to_status: str
    due_at: datetime | None
    actor_unit: str | None
    reason_code: str | None
    details: Mapping[str, Any]


def columns(*, descriptions: bool) -> tuple[Column, ...]:
    """Return the columns of a ledger."""
    return (*COLUMNS, DESCRIPTION) if descriptions else COLUMNS


def units_named(incident: Incident, steps: Sequence[Step]) -> set[str]:
    """Return the codes of the units a line names."""
    places = (ancestor(incident.unit, level) for level in (Level.TOWN, Level.VILLAGE, Level.GRID))
    return {code for code in (*places, incident.responsible_unit, _solver(incident, steps)) if code}


_COUNTED: Mapping[str, tuple[Event | OwedEvent, ...]] = {
    "escalations": (OwedEvent.ESCALATED, OwedEvent.TIER_SKIPPED),
    "reminders": (OwedEvent.REMINDED, Event.CONFIRMATION_REMINDED),
    "supervisions": (OwedEvent.SUPERVISED,),
    "rejections": (Event.REJECTED,),
    "returns": (Event.RETURNED,),
    "extensions": (Event.EXTENDED,),
    "suspensions": (Event.SUSPENDED,),
    "reopenings": (Event.REOPENED,),
}
"""By column, how often which events are in the history."""


def line(
    incident: Incident,
    steps: Sequence[Step],
    *,
    now: datetime,
    category: Text | None,
    names: Mapping[str, str],
    language: Language,
    describe_for: str | None,
) -> dict[str, Any]:
    """Return an incident's line by column name; instants as they are stored.

    Parameters
    ----------
    steps
        The whole history, oldest first.
    names
        Unit names by code; a unit without one is told by its code.
    describe_for
        The unit that may have the descriptions of what it answers for; None: nobody.

    Notes
    -----
    `due_at` is the limit the responsible tier had when it proposed a solution (or has now), `overdue` whether that came later;
    `limits_passed` counts every tier that let its limit pass on the way, once each, as the county's figures do.
    """

    def name(code: str | None) -> str | None:
        return None if code is None else names.get(code, code)

    solved, closed = _solved(incident, steps), _closed(incident, steps)
    at: dict[str, datetime | None] = {
        "accepted_at": next((step.at for step in steps if step.event == Event.ACCEPTED), None),
        "resolved_at": steps[solved].at if solved is not None else None,
        "closed_at": steps[closed].at if closed is not None else None,
    }
    answered = at["resolved_at"] or at["closed_at"]
    due = _due(incident, steps, closed if solved is None else solved)
    cells: dict[str, Any] = {
        "case_code": incident.case_code,
        "place": incident.unit,
        "town": name(ancestor(incident.unit, Level.TOWN)),
        "village": name(ancestor(incident.unit, Level.VILLAGE)),
        "grid": name(ancestor(incident.unit, Level.GRID)),
        "category": category.say(language) if category else incident.category,
        "severity": SEVERITY_NAMES[incident.severity].say(language),
        "source": SOURCE_NAMES[incident.source].say(language),
        "status": STATUS_NAMES[incident.status].say(language),
        "tier": TIER_NAMES[incident.tier].say(language),
        "responsible": name(incident.responsible_unit),
        "reported_at": clock.iso(incident.created_at),
        **{column: clock.iso(instant) if instant else None for column, instant in at.items()},
        "due_at": clock.iso(due) if due else None,
        "overdue": YES_NO[due is not None and due < (answered or now)].say(language),
        "limits_passed": sum(_lets_a_limit_pass(step) for step in steps),
        "solved_by": name(_solver(incident, steps)),
        **{column: _count(steps, *events) for column, events in _COUNTED.items()},
    }
    if describe_for is not None:
        own = incident.responsible_unit == describe_for
        cells["description"] = masked(incident.description) if own else None
    return cells


def _solved(incident: Incident, steps: Sequence[Step]) -> int | None:
    """Return which step proposed the solution that stands; None: none does."""
    if incident.status not in (Status.RESOLVED, Status.CONFIRMED):
        return None
    return _last(steps, lambda number: steps[number].event == Event.RESOLVED)


def _closed(incident: Incident, steps: Sequence[Step]) -> int | None:
    """Return which step closed it; what comes after (a rating, say) does not."""
    if incident.status.is_open:
        return None
    was_open = [Status(step.to_status).is_open for step in steps]
    return _last(
        steps, lambda number: not was_open[number] and (number == 0 or was_open[number - 1])
    )


def _solver(incident: Incident, steps: Sequence[Step]) -> str | None:
    solved = _solved(incident, steps)
    return None if solved is None else steps[solved].actor_unit


def _due(incident: Incident, steps: Sequence[Step], answered: int | None) -> datetime | None:
    """Return the limit that stood before the answer: the unit's own, not that of whoever was to decide meanwhile.

    Of what departments handled jointly it is the first one that was let pass, if one was.
    """
    if answered is None:
        return incident.due_at
    if passed := steps[answered].details.get("limit_passed_at"):
        return clock.from_iso(passed)
    asked = (Status.EXTENSION_ASKED, Status.SUSPENSION_ASKED)
    before = _last(steps[:answered], lambda number: steps[number].to_status not in asked)
    return None if before is None else steps[before].due_at


def _last(steps: Sequence[Step], fits: Callable[[int], bool]) -> int | None:
    return next((number for number in reversed(range(len(steps))) if fits(number)), None)


def _lets_a_limit_pass(step: Step) -> bool:
    if step.reason_code != LIMIT_PASSED:
        return False
    return step.event == OwedEvent.ESCALATED or (
        step.event == OwedEvent.SUPERVISED and step.details.get("count") == 1
    )


def _count(steps: Sequence[Step], *events: str) -> int:
    return sum(step.event in events for step in steps)
