"""Findings: what was found, who owes what by when; and how one begins (DOMAIN.md 13, 18.3(4, 5))."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from kernel.access import Caller
from kernel.clock import day_of, midnight_after
from kernel.problems import Conflict, FieldError, InvalidFields
from kernel.texts import Text
from kernel.units import Tier, tier_of, unit_at_tier
from kernel.wording import folded
from services.hazards.rules.checklists import Grade, HazardKind, Item
from services.hazards.rules.finding import Finding, Link, Running
from services.hazards.rules.finding_states import (
    DUTY,
    MAJOR_STEP,
    ORGANS,
    RECHECK,
    RECTIFY,
    FindingEvent,
    FindingStatus,
)
from services.hazards.rules.own_checklists import OWN_FROM
from services.hazards.rules.places import Owner
from services.hazards.rules.terms import amount, days_from, done_when, hours_from, law_of, terms


class GridWorkerNeverOrders(InvalidFields):
    """Grid workers and villages advise and report; orders and penalties are an organ's (安全生产法 Arts. 65, 67)."""

    slug = "grid-worker-never-orders"


class RectifiedTooLate(InvalidFields):
    """A general hazard is removed at once or within the days the terms give; `last_day` says until when."""

    slug = "rectified-too-late"


class FindingAlreadyOpen(Conflict):
    """The same item at the same place is being seen to already; `finding_id` says by which finding."""

    slug = "finding-already-open"

    def __init__(self, finding_id: str) -> None:
        detail = Text(
            "该处同一隐患正在办理，请在原隐患上继续。",
            "The same hazard at this place is being seen to already: go on with that one.",
        )
        super().__init__(detail, finding_id=finding_id)


class NotSettledByHand(InvalidFields):
    """A major hazard, and what is reported at once, is neither settled on the spot nor put off to a day."""

    slug = "not-settled-by-hand"


class Entry(NamedTuple):
    """What somebody says was found.

    Attributes
    ----------
    done
        What was done on the spot; None: it is to be rectified.
    works
        Whether it takes works, which have longer.
    """

    grid: str
    item: Item
    checklist: int
    what: str
    where: str
    place: str | None = None
    owner: Owner | None = None
    grade: Grade = Grade.GENERAL
    found_at: datetime | None = None
    owner_told: bool = False
    advice: str | None = None
    done: str | None = None
    works: bool = False
    rectify_on: date | None = None
    reported_to: str | None = None


class FindingChange(NamedTuple):
    """A finding as it is afterwards, and what the history says of it; `before` None: it is new."""

    before: Finding | None
    after: Finding
    event: FindingEvent
    said: str | None = None


def enter(
    entry: Entry,
    *,
    finding_id: str,
    caller: Caller,
    earlier: Finding | None,
    origin: Link | None,
    now: datetime,
) -> FindingChange:
    """Begin with what was found: settled on the spot, to be rectified by a day, the county's at once, or reported at once.

    Parameters
    ----------
    earlier
        The newest finding of the same kind at the same place within twelve months, and not of the same day.

    Raises
    ------
    GridWorkerNeverOrders
        The advice orders or penalises, and no organ gives it.
    NotSettledByHand
        A major hazard or what is reported at once is said to be settled, or put off.
    RectifiedTooLate
        The day is later than the terms allow, or before it was found.
    """
    refuse_orders(entry.advice, caller, entry.grid)
    item = entry.item
    finding = Finding(
        id=finding_id,
        grid=entry.grid,
        unit=_who_owes(entry.grid, earlier),
        place=entry.place,
        where=entry.where,
        owner=None if _is_hidden(entry) else entry.owner,
        kept_from=entry.owner if _is_hidden(entry) else None,
        kind=item.kind,
        item=item.code,
        checklist=entry.checklist,
        grade=Grade.MAJOR if Grade.MAJOR in (entry.grade, item.grade) else Grade.GENERAL,
        what=entry.what,
        found_by=caller.person_id,
        found_at=done_when(entry.found_at, now),
        entered_at=now,
        status=FindingStatus.RECTIFYING,
        owner_told=entry.owner_told,
        advice=entry.advice,
        works=entry.works,
        repeat_of=earlier.id if earlier else None,
        origin=origin,
        own_item=item if entry.checklist > OWN_FROM else None,
    )
    if item.duty or finding.grade is Grade.MAJOR:
        _refuse_settling(entry)
        return _reported(finding, entry, now) if item.duty else _major(finding, now)
    if entry.done:
        return _settled(finding, entry, caller, now)
    begun = rectified_by(finding, entry.rectify_on, day_of(finding.found_at))
    return FindingChange(None, begun, FindingEvent.FOUND, entry.what)


def refuse_orders(advice: str | None, caller: Caller, grid: str) -> None:
    """Let nobody but an organ order or penalise.

    Raises
    ------
    GridWorkerNeverOrders
        Somebody else does.
    """
    said = folded(advice or "")
    words = [one for one in terms()["order_words"] if one in said]
    if words and not caller.post_over(grid, ORGANS):
        text = Text(
            f"只能提出建议并上报，不能命令或处罚，请改写：{'、'.join(words)}。",
            "You may advise and report, not order or penalise; say it in other words.",
        )
        raise GridWorkerNeverOrders(
            text, errors=[FieldError("advice", text)], citation=law_of("orders")
        )


def rectified_by(finding: Finding, day: date | None, since: date) -> Finding:
    """Return a general finding that is to be rectified by a day, by default the last one.

    Raises
    ------
    RectifiedTooLate
        The day is not within the terms.
    """
    last = since + timedelta(days=amount("works_days" if finding.works else "rectify_days"))
    return due_on(finding, day or last, since, last)


def due_on(finding: Finding, day: date, first: date, last: date) -> Finding:
    """Return a finding whose rectification is owed by a day.

    Raises
    ------
    RectifiedTooLate
        The day is not between the first and the last.
    """
    if not first <= day <= last:
        text = Text(
            f"整改期限须在 {first} 至 {last} 之间。", f"Must be a day from {first} to {last}."
        )
        raise RectifiedTooLate(
            text, errors=[FieldError("rectify_on", text)], last_day=last.isoformat()
        )
    return replace(finding, rectify_on=day, owed=Running(finding.id, RECTIFY, midnight_after(day)))


def owing(finding: Finding, kind: str, due_at: datetime, **more: Any) -> Finding:
    """Return a finding for which something else is owed now; who keeps it gives the obligation its id."""
    return replace(finding, owed=Running(finding.id, kind, due_at), **more)


def as_major(finding: Finding, now: datetime) -> Finding:
    """Return a finding that is the county's from now on: control at once, then a plan (安全生产法 Art. 41)."""
    return owing(
        finding,
        MAJOR_STEP,
        hours_from(now, "control_hours"),
        status=FindingStatus.TO_CONTROL,
        grade=Grade.MAJOR,
        unit=finding.county,
    )


def _major(finding: Finding, now: datetime) -> FindingChange:
    return FindingChange(None, as_major(finding, now), FindingEvent.MAJOR_FOUND, finding.what)


def _reported(finding: Finding, entry: Entry, now: datetime) -> FindingChange:
    if entry.reported_to:
        after = replace(
            finding,
            status=FindingStatus.REPORTED,
            reported_to=entry.reported_to,
            reported_at=finding.found_at,
            ended_at=now,
        )
        return FindingChange(None, after, FindingEvent.DUTY_REPORTED, entry.what)
    due = hours_from(now, "duty_hours")
    after = owing(finding, DUTY, due, status=FindingStatus.TO_REPORT)
    return FindingChange(None, after, FindingEvent.DUTY_FOUND, entry.what)


def _settled(finding: Finding, entry: Entry, caller: Caller, now: datetime) -> FindingChange:
    after = owing(
        finding,
        RECHECK,
        days_from(now, "recheck_days"),
        status=FindingStatus.TO_RECHECK,
        fixed_by=caller.person_id,
        fixed_at=finding.found_at,
        done=entry.done,
    )
    return FindingChange(None, after, FindingEvent.SETTLED, entry.what)


def _refuse_settling(entry: Entry) -> None:
    said = [name for name in ("done", "rectify_on") if getattr(entry, name) is not None]
    if said:
        text = Text(
            "重大隐患和须立即报告的情况不能当场销号或自定期限。",
            "What is major or reported at once is neither settled on the spot nor put off to a day.",
        )
        raise NotSettledByHand.one(said[0], text)


def _is_hidden(entry: Entry) -> bool:
    """Tell whether it is violence or danger at home, of which whoever owns the house learns nothing."""
    return entry.item.kind is HazardKind.VULNERABLE and entry.item.duty is not None


def _who_owes(grid: str, earlier: Finding | None) -> str:
    """Return the village, or who stands above whoever owed it the last time."""
    tier = Tier.VILLAGE
    if earlier:
        before = tier_of(earlier.unit)
        tier = before.above or before
    unit = unit_at_tier(grid, tier)
    assert unit is not None, "a grid lies in a village, a town and a county"
    return unit
