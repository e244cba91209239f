"""Enter what was found: on a round, at a place of the register or elsewhere in a grid."""

from __future__ import annotations

from datetime import date

from kernel import clock
from kernel.access import ENFORCERS, PLACE_STAFF, Post
from kernel.actors import Actor
from kernel.clock import day_of
from kernel.directory import refuse_unknown_unit
from kernel.scope import Scope
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import UnitOfWork
from services.hazards.model.finding_requests import EnterFinding
from services.hazards.rules import findings as rules
from services.hazards.rules.finding import Finding, Link
from services.hazards.rules.finding_moves import actions_of
from services.hazards.rules.finding_states import FindingStatus
from services.hazards.rules.findings import FindingAlreadyOpen
from services.hazards.rules.place_states import PLACES, PlaceAction, PlaceStatus
from services.hazards.rules.places import Found, Place, repeat_until, with_finding
from services.hazards.rules.terms import done_when
from services.hazards.service.keep_checklists import checklist_on
from services.hazards.service.keep_finding import keep_finding
from services.hazards.service.seeing import HazardSeen
from services.hazards.store import findings as kept
from services.hazards.store import places
from services.store.things import AnswerRow


def enter_finding(
    work: UnitOfWork, said: EnterFinding, scope: Scope, origin: Link | None = None
) -> HazardSeen[Finding]:
    """Enter a finding, whose clock runs from now on.

    Parameters
    ----------
    origin
        What it is made from, and which has no clock while the finding has one.

    Raises
    ------
    NotFound
        There is no such place.
    FindingAlreadyOpen
        The same item at the same place is being seen to.
    TooOften
        The caller enters more than anybody finds.
    """
    place = places.PLACES.require(work, said.place) if said.place else None
    grid = place.grid if place else str(said.grid)
    post = scope.within(grid, PLACE_STAFF if origin is None else PLACE_STAFF | ENFORCERS)
    if place is None:
        refuse_unknown_unit(grid, "grid")
    elif place.status is not PlaceStatus.CHECKED:
        raise PLACES.refusal(place.status, PlaceAction.CHECK)
    now = clock.now()
    day = day_of(done_when(said.found_at, now))
    checklist = checklist_on(said.kind, day)
    entry = said.as_entry(grid, place, checklist)
    change = rules.enter(
        entry,
        finding_id=work.change_id,
        caller=scope.person,
        earlier=_earlier(work, place, said, day) if place else None,
        origin=origin,
        now=now,
    )
    finding = keep_finding(work, change, Actor.of(scope.person, post))
    if place:
        _note_at(work, place, finding, scope, post)
    work.write(counting(AnswerRow, "hazards", scope.person.person_id, now))
    return HazardSeen(finding, actions_of(finding, scope.person))


def _note_at(work: UnitOfWork, place: Place, finding: Finding, scope: Scope, post: Post) -> None:
    found = Found(finding.kind, finding.item, finding.id, day_of(finding.found_at))
    places.save(work, with_finding(place, found), Actor.of(scope.person, post))


def _earlier(work: UnitOfWork, place: Place, said: EnterFinding, day: date) -> Finding | None:
    """Return the newest finding of the same kind within twelve months, found on an earlier day.

    Raises
    ------
    FindingAlreadyOpen
        The very item is being seen to.
    """
    noted = [one for one in place.found if one.kind is said.kind]
    work.load(kept.FINDINGS.key(one.finding) for one in noted)
    newest: Finding | None = None
    for one in sorted(noted, key=lambda one: one.on):
        finding = kept.FINDINGS.require(work, one.finding)
        if one.item == said.item and finding.is_open:
            raise FindingAlreadyOpen(finding.id)
        within = one.on < day <= repeat_until(one)
        if within and finding.status is not FindingStatus.WITHDRAWN:
            newest = finding
    return newest
