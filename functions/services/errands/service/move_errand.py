"""Take a step with an errand; and let the clock see to what comes about by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kernel import clock
from kernel.access import OFFICERS, Caller
from kernel.actors import CLOCK, Actor
from kernel.directory import find_caller
from kernel.field_time import believed
from kernel.problems import Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from services.errands.rules import authority, coming_about, moves
from services.errands.rules.custody import custody_id
from services.errands.rules.errand import Agent, Authority, Errand
from services.errands.rules.errand_states import AGENTS, ErrandAction
from services.errands.rules.refusals import NoAgent
from services.errands.rules.standing import ErrandCommand, To
from services.errands.rules.stepping import Facts
from services.errands.rules.terms import amount
from services.errands.service.keep_catalogue import matter_of
from services.errands.service.keep_errand import keep
from services.errands.service.see_errands import Seen, see
from services.errands.store.errands import CUSTODY, ERRANDS

if TYPE_CHECKING:
    from services.errands.model.requests import MoveErrand


def move_errand(
    work: UnitOfWork, errand_id: str, said: MoveErrand, caller: Caller, expected: Versions
) -> Seen:
    """Take a step with an errand.

    Raises
    ------
    NotFound, StaleVersion
        There is no such errand, or another version of it.
    NoAgent
        Whoever is to take something over does no errands there.
    """
    errand = ERRANDS.require(work, errand_id)
    refuse_stale(expected, errand.version)
    now = clock.now()
    command = _command(said, errand)
    matter = matter_of(errand.catalogue, errand.matter)
    custody = None
    if command.action is ErrandAction.TAKE_ORIGINAL and errand.principal:
        custody = CUSTODY.find(work, custody_id(errand, matter, command))
    letter = _letter(errand, said, caller) if command.agent else None
    facts = Facts(matter, now, custody, letter)
    change = moves.move(errand, command, caller, facts)
    post = caller.post_over(errand.unit, AGENTS) or caller.post_over(errand.unit, OFFICERS)
    return see(keep(work, change, Actor.of(caller, post)), caller)


def see_to(errand_id: str) -> None:
    """Let come about what time alone brings, or look again later."""
    carry_out(lambda work: _look(work, errand_id))


def _look(work: UnitOfWork, errand_id: str) -> None:
    errand = ERRANDS.find(work, errand_id)
    if errand is None or coming_about.wakes_at(errand) is None:
        return
    change = coming_about.come_about(errand, clock.now())
    if change is None:
        ERRANDS.look_again(work, errand)
        return
    keep(work, change, CLOCK)


def _command(said: MoveErrand, errand: Errand) -> ErrandCommand:
    to = None
    if said.to:
        taker = _agent_at(errand, said.to.agent) if said.to.agent else None
        to = To(said.to.place, taker, said.to.name, said.to.receipt)
    return ErrandCommand(
        action=said.action,
        at=believed(said.at, clock.now(), amount("field_time_days")),
        papers=tuple(said.papers or ()),
        promised_on=said.promised_on,
        stop_ground=said.stop_ground,
        until=said.until,
        outcome=said.outcome,
        reason=said.reason,
        signature=said.signature,
        signed_on=said.signed_on,
        rating=said.rating,
        named=said.named is not False,
        paper=said.paper,
        name=said.name,
        mark=said.mark,
        copies=said.copies or 1,
        from_office=bool(said.from_office),
        original=said.original,
        to=to,
        file=said.file,
        sha256=said.sha256,
        agent=_agent_at(errand, said.agent) if said.agent else None,
        end_ground=said.end_ground,
    )


def _agent_at(errand: Errand, person: str) -> Agent:
    found = find_caller(person)
    if found is None or not found.post_over(errand.unit, AGENTS):
        raise NoAgent
    return Agent(found.person_id, found.name)


def _letter(errand: Errand, said: MoveErrand, caller: Caller) -> Authority | None:
    """Return the letter of a substitute: the same powers and term, signed anew (民法典 Art. 169)."""
    agent = find_caller(said.agent) if said.agent else None
    if agent is None or errand.principal is None or errand.authority is None or not said.signature:
        return None
    return authority.grant(
        errand.principal,
        agent,
        unit=errand.unit,
        office=errand.office,
        powers=errand.authority.powers,
        last_day=errand.authority.last_day,
        signature=said.signature,
        signed_on=said.signed_on,
        confirmed_by=caller.person_id,
        now=clock.now(),
    )
