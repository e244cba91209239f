"""Open whether a person answers for a decision that was found wrong, and decide it."""

from __future__ import annotations

import escalation
from enforcement.rules.case import Case
from enforcement.rules.case_standing import is_recused
from enforcement.rules.liability_states import (
    FoundWrongBy,
    LiabilityAction,
    LiabilityStatus,
    WrongIn,
)
from enforcement.rules.separation import refuse_recused
from enforcement.rules.timeline import RecordEvent
from enforcement.rules.wrong_cases import (
    HOLDER_ROLES,
    TAKES_CERTIFICATE,
    Liability,
    LiabilityCommand,
    actions_of,
    move,
    open_liability,
)
from enforcement.service.keep_certificates import take_certificate
from enforcement.service.see_case import NO_SUCH_CASE, is_party, require_known
from enforcement.store import cases, files, timeline
from enforcement.store.cases import case_key
from kernel import addressees, clock, ids
from kernel.access import Caller
from kernel.actors import Actor
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork

DECIDERS = frozenset(role for roles in HOLDER_ROLES.values() for role in roles)
_KIND = "case_liability"


def open_for(
    work: UnitOfWork,
    asking: Scope,
    case_id: str,
    *,
    person: str,
    wrong: WrongIn,
    found_by: FoundWrongBy,
) -> Liability:
    """Open whether a person answers for a decision; that it is decided by its day is owed.

    Raises
    ------
    NotFound, NotWrong, NoPart, OpenedBefore, TookPart, Recused
        There is no such case to the caller; its decision stands; the person took no part, or it was opened; the caller took part, or
        is recused.
    """
    case = require_known(cases.find(work, case_id), asking)
    if is_party(case, asking.person):
        raise NotFound(NO_SUCH_CASE)
    refuse_recused([asking.person.person_id], case.recusals)
    post = asking.within(case.town, DECIDERS)
    key, now, by = case_key(case_id), clock.now(), Actor.of(asking.person, post)
    others = files.liabilities_of(key)
    if (found := files.find_liability(work, key, person)) is not None:
        others = [*others, found]
    one = open_liability(
        liability_id=ids.new_id(now),
        case=key,
        town=case.town,
        person=person,
        wrong=wrong,
        found_by=found_by,
        found_wrong=is_wrong(case),
        took_part=case.took_part,
        others=others,
        by=by.person_id,
        now=now,
    )
    files.save_liability(work, one)
    owed = escalation.Owed(one.id, case.town, one.due_at, {"case": case.id})
    escalation.owe(work, [owed], by, kind=_KIND)
    details = {
        "liability": one.id,
        "person": person,
        "wrong": str(wrong),
        "found_by": str(found_by),
    }
    hears = [addressees.person(person)]
    event = RecordEvent.LIABILITY_OPENED
    timeline.append(work, key, event, by=by, now=now, details=details, hears=hears)
    return one


def move_liability(
    work: UnitOfWork,
    asking: Scope,
    case_id: str,
    person: str,
    command: LiabilityCommand,
    expected: Versions,
) -> Liability:
    """Hear the person, hold liable, or exempt.

    Raises
    ------
    NotFound, StaleVersion, IllegalMove, NotAllowed, WordsMissing, TookPart, Recused, NotDueDiligence, FaultNeeded, NotYoursToTake
        As the rules have it.
    """
    case = require_known(cases.find(work, case_id), asking)
    if is_party(case, asking.person):
        raise NotFound(NO_SUCH_CASE)
    post = asking.within(case.town, DECIDERS)
    key, now, by = case_key(case_id), clock.now(), Actor.of(asking.person, post)
    before = files.find_liability(work, key, person)
    if before is None:
        raise NotFound
    refuse_stale(expected, before.version)
    refuse_recused([asking.person.person_id], case.recusals)
    after = move(before, command, asking.person, case.took_part, now)
    files.save_liability(work, after)
    event = RecordEvent.LIABILITY_HEARD
    if after.status is not LiabilityStatus.HEARD:
        escalation.fulfil(work, [after.id], by)
        if (taken := TAKES_CERTIFICATE.get(after.measure)) is not None:
            take_certificate(work, after.person, taken, after.reason or "", by)
        event = RecordEvent.LIABILITY_DECIDED
    told = {"measure": after.measure, "ground": after.ground, "cause": after.cause}
    said = {name: str(value) for name, value in told.items() if value}
    details = {"liability": after.id, "status": str(after.status), **said}
    hears = [addressees.person(after.person)]
    timeline.append(work, key, event, by=by, now=now, details=details, hears=hears)
    return after


def of_case(asking: Scope, case_id: str) -> list[Liability]:
    """Return who answers for a case: to those who decide on it all, to a person its own."""
    case = require_known(cases.load(case_id), asking)
    if is_party(case, asking.person):
        raise NotFound(NO_SUCH_CASE)
    found = files.liabilities_of(case_key(case_id))
    if asking.person.post_over(case.town, DECIDERS):
        return found
    return [one for one in found if one.person == asking.person.person_id]


def of_town(
    asking: Scope, town: str, status: LiabilityStatus, limit: int, cursor: str | None
) -> Listed:
    """Return one page of a town's liabilities of a status, what is due first on top."""
    asking.within(town, DECIDERS)
    return files.liabilities_in(town, str(status), limit, cursor)


def is_wrong(case: Case) -> bool:
    """Tell whether the decision of a case was changed, revoked or found unlawful."""
    outcomes = [one.outcome for one in case.remedies if one.outcome]
    return bool(case.links) or any(one.is_wrong for one in outcomes)


def actions_for(one: Liability, caller: Caller) -> list[LiabilityAction]:
    """Return what somebody may do with it now."""
    case = cases.load(one.case.removeprefix("CASE#"))
    if case is None or is_recused(case, caller.person_id):
        return []
    return actions_of(one, caller, case.took_part)
