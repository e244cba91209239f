"""What the rows of others know when a step of a case is taken: certificates, items, the benchmark, who holds which post, what was fined."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from enforcement.rules.case import Case
from enforcement.rules.case_facts import Facts
from enforcement.rules.case_parts import act_id
from enforcement.rules.case_standing import HOLDER_ROLES
from enforcement.rules.case_steps import CaseAction, Holder
from enforcement.rules.reasoning import Grade
from enforcement.rules.terms import day_of
from enforcement.store import benchmarks, cases
from enforcement.store.officers import certificates_of
from enforcement.store.powers import items_of
from kernel import clock
from kernel.access import Caller
from kernel.actors import Actor
from kernel.directory import PersonRow, UnitRow, unit_name
from kernel.problems import InvalidFields
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase

_COUNTY_DIGITS = 6
_WEIGHS = frozenset({CaseAction.DECIDE, CaseAction.PENALISE_ON_THE_SPOT})


def actor_of(case: Case, caller: Caller, holder: Holder) -> Actor:
    """Return who acts: by the post that lets it, the party by none."""
    post = None
    if holder is not Holder.PARTY:
        post = caller.post_over(case.town, HOLDER_ROLES[holder])
    return Actor.of(caller, post)


def facts_of(work: UnitOfWork, case: Case, said: MoveCase, actor: Actor) -> Facts:
    """Return what is known when a step is taken, read with it."""
    now = clock.now()
    today, county = day_of(now), case.town[:_COUNTY_DIGITS]
    item = said.item or case.item
    persons = [actor.person_id, *case.officers, *said.officers]
    staff: UnitRow | None = work.find(UnitRow.key(case.town))
    roles = {one for each in HOLDER_ROLES.values() for one in each}
    act = _act_of(case, said)
    _refuse_stranger(work, said)
    return Facts(
        now=now,
        by=actor,
        county=unit_name(county) or Text(county, county),
        items=items_of(case.town, [item], work) if item else (),
        certificates=certificates_of(persons, today, work),
        grades=_grades(county, item, said, now) if item else (),
        staff={role: staff.holders(role, today) for role in roles} if staff else {},
        fined=frozenset({act} if act and cases.fined(work, act) else ()),
    )


def _refuse_stranger(work: UnitOfWork, said: MoveCase) -> None:
    """Let a party be named as a registered person that is one: whoever it is will read the case."""
    named = said.party.person if said.party else None
    if named and work.find(PersonRow.key(named)) is None:
        told = Text("没有登记该人员。", "No such person is registered.")
        raise InvalidFields.one("party.person", told)


def _grades(county: str, item: str, said: MoveCase, now: datetime) -> tuple[Grade, ...]:
    if said.action not in _WEIGHS:
        return ()
    benchmark = benchmarks.benchmark_on(county, item, day_of(now))
    return tuple(one.grade for one in benchmark.grades) if benchmark else ()


def _act_of(case: Case, said: MoveCase) -> str | None:
    """Return the act that a decision would fine: of the case, or, on the spot, the one that is said."""
    if said.action is CaseAction.PENALISE_ON_THE_SPOT and said.party and said.act:
        return act_id(said.party.as_party(), case.unit, said.act.done_on, said.act.nth)
    return case.act.id if case.act and said.action is CaseAction.DECIDE else None
