"""Approve, announce, begin, record or cancel an inspection; the law's gates are the rules'."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import escalation
from enforcement.rules import inspections as gates
from enforcement.rules.case_moves import opened
from enforcement.rules.choice_of_law import refuse_out_of_force
from enforcement.rules.evidence import EvidenceKind
from enforcement.rules.inspections import COUNTED, ResultKind
from enforcement.rules.links import LinkLevel, clue_of, led_to, link_of
from enforcement.rules.officers import Present
from enforcement.rules.terms import day_of
from enforcement.rules.visits import (
    OFFICERS,
    OrderEndsBefore,
    Visit,
    VisitAction,
    VisitEvent,
    VisitStatus,
    next_move,
    standing_of,
)
from enforcement.service import inspection_papers as papers
from enforcement.service.asked import by_of
from enforcement.service.count_penalty import reached_by
from enforcement.service.disclose import begin_years
from enforcement.service.evidence import Found, add_evidence
from enforcement.service.keep_case import keep
from enforcement.service.photos import checked_photo
from enforcement.service.team import team_of
from enforcement.store import links, officers, plans, powers, timeline, visits
from enforcement.store.table import NUMBERS
from kernel import addressees, clock, ids, numbering
from kernel.access import Role
from kernel.actors import Actor
from kernel.law import Reference
from kernel.problems import FieldError, NotFound, Versions, refuse_stale
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text

CODES = numbering.Series("inspection", "JC{organ}-{year}-{number:04d}")
"""The codes of inspections: of a town and a year, counted from one without a gap."""

APPROVAL, ORDER = "urgent_inspection_approval", "order_to_correct"


class SaidPhoto(NamedTuple):
    """A photo or recording as it is named: an upload by its id, or where it is kept, with its SHA-256."""

    taken_at: datetime
    media: str | None = None
    file: str | None = None
    sha256: str | None = None


@record
class VisitCommand:
    """What is to be done with an inspection, and what is said with it.

    Attributes
    ----------
    shown
        Whether the officers showed their certificates first.
    photos
        The photos and recordings of the visit.
    explained, law
        How the law was explained to the party, and which.
    """

    action: VisitAction
    reason: str | None = None
    way: str | None = None
    officers: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    shown: bool = False
    result: ResultKind | None = None
    checklist: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    record: str | None = None
    signed: bool = False
    refusal: str | None = None
    photos: tuple[SaidPhoto, ...] = ()
    order: str | None = None
    limit: datetime | None = None
    law: Reference | None = None
    explained: str | None = None
    case: str | None = None


class _Step(NamedTuple):
    """What a step is decided on."""

    work: UnitOfWork
    said: VisitCommand
    actor: Actor
    now: datetime


def move_inspection(
    work: UnitOfWork, visit_id: str, said: VisitCommand, scope: Scope, expected: Versions
) -> Visit:
    """Take an inspection a step on.

    Raises
    ------
    NotFound
        There is none, or it is none of the caller's town.
    GateShut
        The law does not let it pass.
    """
    visit = visits.find(work, visit_id)
    if visit is None:
        raise NotFound
    caller = scope.person
    post = caller.post_at(visit.town, OFFICERS)
    scope.allow(bool(standing_of(visit, caller)) or post is not None)
    refuse_stale(expected, visit.version)
    row = next_move(visit, said.action, said, caller)
    step = _Step(work, said, Actor.of(caller, post), clock.now())
    after = _DO[said.action](step, visit)
    return _keep(step, after, str(row.event), row.to)


def _keep(step: _Step, after: Visit, event: str, to: VisitStatus | None) -> Visit:
    moved = replace(after, status=to or after.status, version=after.version + 1)
    visits.save(step.work, moved)
    timeline.append(
        step.work,
        f"INSPECTION#{moved.id}",
        event,
        by=step.actor,
        now=step.now,
        details=_told(moved, step.said),
        hears=[
            addressees.person(moved.proposed_by),
            addressees.role(Role.ENFORCEMENT_HEAD, moved.town),
        ],
    )
    return moved


def _told(visit: Visit, said: VisitCommand) -> Mapping[str, str]:
    """Return what the record says of a step."""
    told = {
        "reason": said.reason,
        "way": said.way,
        "code": visit.code,
        "result": visit.result and str(visit.result),
        "until": visit.limit and day_of(visit.limit).isoformat(),
        "case": visit.case,
    }
    return {name: value for name, value in told.items() if value}


def _approve(step: _Step, visit: Visit) -> Visit:
    late = False
    if visit.begun_at:
        late = not gates.approve(visit.to_be_made(visit.begun_at), step.now)
        if visit.approval_owed:
            escalation.fulfil(step.work, [visit.approval_owed], by_of(step.actor))
    approved = replace(
        _coded(step, visit),
        approved_at=step.now,
        approved_by=step.actor.person_id,
        approved_late=late,
    )
    papers.issue(step.work, approved, "inspection_approval", step.actor, step.now)
    return approved


def _coded(step: _Step, visit: Visit) -> Visit:
    """Return an inspection with its code, taken now if it has none."""
    if visit.code:
        return visit
    number = numbering.take(
        step.work,
        NUMBERS,
        CODES,
        organ=visit.town,
        name=visit.town,
        subject=visit.id,
        by=step.actor,
        now=step.now,
    )
    return replace(visit, code=number.text)


def _as_it_is(_: _Step, visit: Visit) -> Visit:
    return visit


def _notify(step: _Step, visit: Visit) -> Visit:
    papers.issue(step.work, visit, "inspection_notice", step.actor, step.now)
    return replace(visit, notified_at=step.now, notified_way=step.said.way)


def _begin(step: _Step, visit: Visit) -> Visit:
    """Begin with two officers who show distinct certificates that hold today, each with the post it is held with."""
    work, said, day = step.work, step.said, day_of(step.now)
    visit = _coded(step, visit)
    made = visit.to_be_made(step.now)
    named = (*said.officers, *said.helpers)
    held = officers.certificates_of(said.officers, day, work)
    present = [
        Present(one, held.get(one), on_establishment=one in held, shown=said.shown)
        for one in said.officers
    ]
    begin_years(work, visit.town, day.year)
    filed = plans.find_plan(work, visit.town, day.year)
    done = visits.done_in(work, visit.town, visit.firm, day.year) if visit.firm else 0
    found = gates.begin(
        made,
        present,
        powers.items_of(visit.town, visit.items, work),
        filed.plan if filed else None,
        done,
    )
    if visit.firm and visit.kind in COUNTED and not visit.urgent:
        visits.count(work, visit.town, visit.firm, day.year)
    owed = None
    if made.approve_until and not visit.approved_at:
        owed = _owe(step, visit, made.approve_until, APPROVAL)
    counted = tuple(one.holder for one in found)
    return replace(
        visit,
        begun_at=step.now,
        officers=counted,
        helpers=tuple(one for one in named if one not in counted),
        shown=tuple(one.number for one in found),
        approval_owed=owed,
    )


def _record(step: _Step, visit: Visit) -> Visit:
    """Record what an inspection came to, and let follow what follows."""
    said, day = step.said, day_of(step.now)
    if said.law:
        refuse_out_of_force([said.law], day)
    recorded = replace(
        visit,
        recorded_at=step.now,
        result=said.result,
        checklist=said.checklist,
        checked=said.checked,
        record=said.record,
        signed=said.signed,
        refusal=said.refusal,
        photos=_evidence_of(step, visit),
        order=said.order,
        limit=said.limit,
        law=said.law.statute.id if said.law else None,
        articles=said.law.articles if said.law else (),
        explained=said.explained,
        case=said.case,
    )
    opens = recorded.result is ResultKind.CASE_OPENED and recorded.case is None
    if opens:
        clue = clue_of(recorded, ids.new_id(step.now), step.actor.person_id)
        opened_case = keep(step.work, None, opened(clue, step.now), step.actor)
        recorded = replace(recorded, case=opened_case.id)
    gates.refuse_incomplete(recorded.outcome(), recorded.checklist)
    ordered = recorded.result is ResultKind.ORDERED
    for form in ("inspection_record", "inspection_result"):
        papers.issue(step.work, recorded, form, step.actor, step.now)
    if ordered:
        recorded = _order(step, recorded)
    reached = (LinkLevel.CASES,) if opens else reached_by(step.work, recorded)
    if recorded.counts:
        levels = dict.fromkeys((*led_to(recorded), *reached))
        links.link(step.work, link_of(recorded, recorded.case), *levels)
    if recorded.recheck_of:
        _settle(step, recorded, recorded.recheck_of, reached)
    status = VisitStatus.CORRECTING if ordered else VisitStatus.CLOSED
    return replace(recorded, status=status)


def _evidence_of(step: _Step, visit: Visit) -> tuple[str, ...]:
    """Put photos and recordings into the record of an inspection as evidence, by reference and hash; return their ids."""
    named = [
        (checked_photo(step.work, visit, one.media), one.taken_at)
        if one.media
        else ((one.file, one.sha256), one.taken_at)
        for one in step.said.photos
    ]
    found = [
        Found(
            kind=EvidenceKind.RECORDING,
            name="现场照片或录像",
            source="行政检查现场",
            made_by=step.actor.name,
            made_at=taken_at,
            proves="检查现场情况",
            kept_where=visit.place,
            file=file,
            sha256=sha256,
        )
        for (file, sha256), taken_at in named
    ]
    key = f"INSPECTION#{visit.id}"
    added = [
        add_evidence(step.work, case_key=key, found=one, by=step.actor, now=step.now)
        for one in found
    ]
    return tuple(one.id for one in added)


def _order(step: _Step, visit: Visit) -> Visit:
    """Let the re-check of what was ordered be owed by its limit."""
    assert visit.limit is not None, "an order has one"
    if not visit.order:
        text = Text("请写明改正内容。", "Say what is to be corrected.")
        raise gates.ResultIncomplete(errors=[FieldError("order", text)])
    if visit.limit <= step.now:
        raise OrderEndsBefore
    papers.issue(step.work, visit, "correction_order", step.actor, step.now)
    return replace(visit, recheck_owed=_owe(step, visit, visit.limit, ORDER))


def _owe(step: _Step, visit: Visit, due_at: datetime, kind: str) -> str:
    """Let the town's team owe something about an inspection; return by which id."""
    about = {"inspection": visit.id, "town": visit.town}
    owed = escalation.Owed(ids.new_id(step.now), team_of(visit.town), due_at, about)
    escalation.owe(step.work, [owed], by_of(step.actor), kind=kind)
    return owed.id


def _settle(step: _Step, recheck: Visit, first_id: str, reached: Sequence[LinkLevel]) -> None:
    """Close the order that was looked at again: corrected, ordered anew, or a case by now."""
    first = visits.find(step.work, first_id)
    if first is None or first.status is not VisitStatus.CORRECTING:
        # Two re-checks of one order: the first that was recorded has settled it.
        return
    if first.recheck_owed:
        escalation.fulfil(step.work, [first.recheck_owed], by_of(step.actor))
    _link_case(step, recheck, first, reached)
    settled = replace(first, settled_by=recheck.id, case=first.case or recheck.case)
    _keep(step, settled, str(VisitEvent.SETTLED), VisitStatus.CLOSED)


def _link_case(step: _Step, recheck: Visit, first: Visit, reached: Sequence[LinkLevel]) -> None:
    """Let a case count for the inspection that found the problem, however many re-checks lie between."""
    if not recheck.case:
        return
    while not first.counts and first.recheck_of:
        before = visits.find(step.work, first.recheck_of)
        if before is None:
            return
        first = before
    link = link_of(first, recheck.case)
    if first.counts:
        anew = [one for one in reached if not links.is_linked(step.work, link, one)]
        links.link(step.work, link, *anew)


_DO: Mapping[VisitAction, Callable[[_Step, Visit], Visit]] = {
    VisitAction.APPROVE: _approve,
    VisitAction.REFUSE: _as_it_is,
    VisitAction.NOTIFY: _notify,
    VisitAction.BEGIN: _begin,
    VisitAction.RECORD: _record,
    VisitAction.CANCEL: _as_it_is,
}
