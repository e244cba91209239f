"""Take a courtyard one step further; and let the clock award what was posted, and call for what is to be looked at again."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from kernel import clock
from kernel.access import Role
from kernel.actors import CLOCK, Actor
from kernel.problems import InvalidFields, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text
from kernel.units import is_within
from registry import Relation, find_homes, may_be_named, people_of
from services.environment.rules import courtyard_moves
from services.environment.rules.courtyard_moves import Facts, YardCommand
from services.environment.rules.courtyard_states import HOLDER_ROLES, YardAction, YardEvent
from services.environment.rules.courtyards import Courtyard, Who, YardChange, moved, standing_of
from services.environment.rules.waiting import waiting
from services.environment.service.keep_courtyard import keep
from services.environment.service.rate_courtyard import HasACourtyard
from services.environment.service.see_courtyards import YardSeen, criteria_of, prove, see
from services.environment.service.seeing import who_asks
from services.environment.store.rows import CRITERIA, Home
from services.environment.store.things import HOMES, YARDS

if TYPE_CHECKING:
    from services.environment.model.courtyard_requests import MoveCourtyard


def move_courtyard(
    work: UnitOfWork, asking: Scope, yard_id: str, said: MoveCourtyard, expected: Versions
) -> YardSeen:
    """Take a courtyard one step further.

    Raises
    ------
    NotFound, StaleVersion
        There is none that the caller may know of, or another version of it.
    """
    who, now = who_asks(asking), clock.now()
    yard = prove(asking, YARDS.require(work, yard_id), who)
    refuse_stale(expected, yard.version)
    newest = CRITERIA.current() if said.action is YardAction.RATE else criteria_of(yard)
    naming = said.action is YardAction.CONSENT
    head = _head_of_age(yard, who) if naming else None
    facts = Facts(who, newest.value, newest.version, now, work.change_id, head)
    command = YardCommand(
        said.action, said.scores, said.reason, said.objection, said.upheld, said.sound,
        said.household, said.indoors,
    )  # fmt: skip
    change = courtyard_moves.move(yard, command, facts)
    if change.after.household != yard.household:
        _change_hands(work, yard, change.after)
    roles = frozenset[Role]().union(*(HOLDER_ROLES[one] for one in standing_of(yard, who)))
    actor = Actor.of(who.caller, who.caller.post_over(yard.unit, roles))
    return see(keep(work, change, actor, now), who)


def _head_of_age(yard: Courtyard, who: Who) -> str | None:
    """Return which resident the caller is, who heads the household and is of age."""
    people = people_of(yard.household)
    if not may_be_named(people):
        return None
    head = next(one for one in people if one.relation == Relation.HEAD)
    return head.resident_id if head.person_id == who.caller.person_id else None


def _change_hands(work: UnitOfWork, before: Courtyard, after: Courtyard) -> None:
    """Let a yard be another household's, which must live in the village and have none."""
    home = find_homes([after.household]).get(after.household)
    if home is None or not is_within(home.unit, before.village):
        text = Text("须为本村登记的户。", "A household of this village.")
        raise InvalidFields.one("household", text)
    new, old = HOMES.find(work, after.household), HOMES.find(work, before.household)
    if new and new.courtyard != after.id:
        raise HasACourtyard(courtyard=new.courtyard)
    HOMES.save(work, Home(after.household, after.id, (new.version if new else 0) + 1))
    if old:
        # The old household has no yard any more: the row stays and leads nowhere, until it rates one anew.
        HOMES.save(work, Home(before.household, "", old.version + 1))


def wake_courtyard(yard_id: str) -> None:
    """Award what was posted to its end, or let a re-check be owed that is due."""
    carry_out(lambda work: _wake(work, yard_id))


def _wake(work: UnitOfWork, yard_id: str) -> None:
    yard, now = YARDS.find(work, yard_id), clock.now()
    if yard is None:
        return
    change = courtyard_moves.award(yard, now, secrets.token_urlsafe(16))
    if change is None and yard.waits_for is None and waiting(yard, now):
        change = YardChange(yard, moved(yard), YardEvent.FELL_DUE)
    if change:
        keep(work, change, CLOCK, now)
