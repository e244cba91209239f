"""Record what an inspection came to, and let follow what follows: an order, a case, the end of the order before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import escalation
from enforcement.rules import inspections as gates
from enforcement.rules.case_moves import opened
from enforcement.rules.choice_of_law import refuse_out_of_force
from enforcement.rules.evidence import EvidenceKind
from enforcement.rules.inspections import ResultKind
from enforcement.rules.links import LinkLevel, clue_of, led_to, link_of
from enforcement.rules.orders import refuse_limit
from enforcement.rules.visit_states import VisitEvent, VisitStatus
from enforcement.rules.visits import Visit
from enforcement.service import inspection_papers as papers
from enforcement.service.count_penalty import reached_by
from enforcement.service.evidence import Found, add_evidence
from enforcement.service.inspection_step import ORDER, Step, keep_step, let_owe
from enforcement.service.keep_case import keep
from enforcement.service.photos import checked_photo
from enforcement.store import links, visits
from kernel import ids
from kernel.clock import day_of
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text


def record_inspection(step: Step, visit: Visit) -> Visit:
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


def _evidence_of(step: Step, visit: Visit) -> tuple[str, ...]:
    """Put photos and recordings into the record of an inspection as evidence, by reference and hash; return their ids."""
    named = [
        (checked_photo(step.work, "inspection", visit.id, one.media), one.taken_at)
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
    assert visit.begun_at is not None, "it is under way"
    if any(day_of(one.made_at) < day_of(visit.begun_at) for one in found):
        text = Text("须为本次检查当日或之后拍摄。", "Taken on the day it began, or later.")
        raise InvalidFields.one("photos", text)
    key = f"INSPECTION#{visit.id}"
    added = [
        add_evidence(step.work, case_key=key, found=one, by=step.actor, now=step.now)
        for one in found
    ]
    return tuple(one.id for one in added)


def _order(step: Step, visit: Visit) -> Visit:
    """Let the re-check of what was ordered be owed by its limit."""
    assert visit.limit is not None, "an order has one"
    if not visit.order:
        text = Text("请写明改正内容。", "Say what is to be corrected.")
        raise gates.ResultIncomplete(errors=[FieldError("order", text)])
    refuse_limit(visit.limit, step.now)
    papers.issue(step.work, visit, "correction_order", step.actor, step.now)
    return replace(visit, recheck_owed=let_owe(step, visit, visit.limit, ORDER))


def _settle(step: Step, recheck: Visit, first_id: str, reached: Sequence[LinkLevel]) -> None:
    """Close the order that was looked at again: corrected, ordered anew, or a case by now."""
    first = visits.find(step.work, first_id)
    if first is None or first.status is not VisitStatus.CORRECTING:
        # Two re-checks of one order: the first that was recorded has settled it.
        return
    if first.recheck_owed:
        escalation.fulfil(step.work, [first.recheck_owed], step.actor)
    _link_case(step, recheck, first, reached)
    settled = replace(first, settled_by=recheck.id, case=first.case or recheck.case)
    keep_step(step, settled, str(VisitEvent.SETTLED), VisitStatus.CLOSED)


def _link_case(step: Step, recheck: Visit, first: Visit, reached: Sequence[LinkLevel]) -> None:
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
