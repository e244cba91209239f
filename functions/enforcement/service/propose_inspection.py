"""Propose an inspection: within the town's powers, not above a firm's yearly cap, and of an order or a draw that is there."""

from __future__ import annotations

from datetime import date

from enforcement.rules.authority import PowerKind
from enforcement.rules.firms import refuse_other_name, refuse_without_code
from enforcement.rules.inspection_plan import (
    NotDrawn,
    refuse_over_cap,
    refuse_urgent_too_often,
)
from enforcement.rules.inspections import COUNTED, InspectionKind
from enforcement.rules.officers import require_officers
from enforcement.rules.visit_states import VisitEvent, VisitStatus
from enforcement.rules.visits import NothingToRecheck, Visit
from enforcement.service.asked import acting
from enforcement.service.look_into import refuse_ground
from enforcement.store import firm_years, officers, plans, powers, timeline, visits
from kernel import addressees, clock
from kernel.access import ENFORCERS, Role
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text


@record
class Proposal:
    """What is asked of whoever proposes an inspection; a re-check takes party, firm and items from what it looks at again."""

    town: str
    kind: InspectionKind
    items: tuple[str, ...]
    party: str
    firm: str | None
    place: str
    reason: str
    planned_on: date
    officers: tuple[str, ...]
    urgent: bool
    draw: str | None
    recheck_of: str | None
    ground: str | None = None


def propose_inspection(work: UnitOfWork, said: Proposal, scope: Scope) -> Visit:
    """Propose an inspection to the head.

    Raises
    ------
    NoPower, OverTheCap, UrgentTooOften, NoGround, NothingToRecheck, NotDrawn, OtherName, TooFewOfficers, InvalidFields
        Why it cannot be made.
    """
    if said.planned_on < clock.today():
        raise InvalidFields.one("planned_on", Text("不得早于今天。", "Not before today."))
    codes = firm_years.codes_of(work, said.town, said.party) if said.firm is None else ()
    refuse_without_code(said.party, said.firm, codes)
    actor, today = acting(scope, said.town, ENFORCERS), clock.today()
    first = _looked_at_again(work, said)
    visit = Visit(
        id=work.change_id,
        town=said.town,
        kind=said.kind,
        items=first.items if first else said.items,
        party=first.party if first else said.party,
        firm=first.firm if first else said.firm,
        place=first.place if first else said.place,
        reason=said.reason,
        planned_on=said.planned_on,
        planned=said.officers,
        proposed_by=actor.person_id,
        proposed_at=clock.now(),
        urgent=said.urgent,
        draw=said.draw,
        recheck_of=said.recheck_of,
        ground=said.ground,
    )
    refuse_ground(work, visit)
    work.load(powers.keys_of(visit.town, visit.items, [PowerKind.INSPECTION]))
    for code in visit.items:
        powers.item_on(visit.town, code, today, PowerKind.INSPECTION, work)
    _refuse_unfit(work, visit)
    if visit.firm:
        _refuse_firm(work, visit, visit.firm, today.year)
    visits.save(work, visit)
    timeline.append(
        work,
        f"INSPECTION#{visit.id}",
        VisitEvent.PROPOSED,
        by=actor,
        now=visit.proposed_at,
        details={"reason": visit.reason, **({"ground": visit.ground} if visit.ground else {})},
        hears=[addressees.role(Role.ENFORCEMENT_HEAD, visit.town)],
    )
    return visit


def _looked_at_again(work: UnitOfWork, said: Proposal) -> Visit | None:
    """Return the inspection whose order is looked at again.

    Raises
    ------
    NothingToRecheck
        It is none of this town's, or has no open order; or a re-check names none, or another kind does.
    """
    if (said.kind is InspectionKind.RECHECK) != (said.recheck_of is not None):
        raise NothingToRecheck
    if said.recheck_of is None:
        return None
    first = visits.find(work, said.recheck_of)
    if first is None or first.town != said.town or first.status is not VisitStatus.CORRECTING:
        raise NothingToRecheck
    return first


def _refuse_unfit(work: UnitOfWork, visit: Visit) -> None:
    """Let an inspection be planned for officers of the town whose certificates will hold on its day, two at least for each of its items.

    Raises
    ------
    TooFewOfficers
        Fewer than two will count.
    """
    day = visit.planned_on
    present = officers.present(work, visit.town, visit.planned, day)
    for item in powers.items_of(visit.town, visit.items, work):
        require_officers(present, day, item.field)
    require_officers(present, day)


def _refuse_firm(work: UnitOfWork, visit: Visit, firm: str, year: int) -> None:
    if visit.draw:
        drawn = plans.find_draw(work, visit.town, year, visit.draw)
        if drawn is None or firm not in drawn.drawn:
            raise NotDrawn
    if visit.recheck_of is None:
        refuse_other_name(visit.party, plans.find_firm(work, visit.town, firm))
    so_far = firm_years.year_of(work, visit.town, firm, visit.party, year)
    if visit.urgent:
        refuse_urgent_too_often(so_far.urgent, year)
    elif visit.kind in COUNTED:
        filed = plans.find_plan(work, visit.town, year)
        refuse_over_cap(so_far.done, filed.plan if filed else None, year)
