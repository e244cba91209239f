"""What the rows of others know when a step of a case is taken: certificates, items, the benchmark, who holds which post, what was fined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from enforcement.rules.case import Case
from enforcement.rules.case_facts import Facts
from enforcement.rules.case_parts import act_ids, penalised_ids
from enforcement.rules.case_standing import HOLDER_ROLES
from enforcement.rules.case_steps import CaseAction, Holder
from enforcement.rules.delivery import Way
from enforcement.rules.reasoning import Grade
from enforcement.rules.training import FOR_REVIEW
from enforcement.store import benchmarks, cases, papers, training
from enforcement.store.officers import certificates_of
from enforcement.store.powers import items_of
from kernel import clock
from kernel.access import Caller
from kernel.actors import Actor
from kernel.ages import Born
from kernel.clock import day_of
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
    acts = _acts_of(case, said)
    born = _born(work, said)
    return Facts(
        now=now,
        by=actor,
        county=unit_name(county) or Text(county, county),
        items=items_of(case.town, [item], work) if item else (),
        certificates=certificates_of(persons, today, work),
        grades=_grades(county, item, said, now) if item else (),
        staff={role: staff.holders(role, today) for role in roles} if staff else {},
        fined=frozenset(one for one in acts if cases.fined(work, one)),
        born=born,
        penalised_before=_penalised_before(case, said),
        qualified=said.action is CaseAction.REVIEW and _may_review(work, actor.person_id),
        consents=_consents(case) if said.way is Way.ELECTRONIC else frozenset(),
    )


def _consents(case: Case) -> frozenset[str]:
    """Return the numbers of the confirmations of electronic service that are in the file, and not void."""
    found = papers.all_of(cases.case_key(case.id))
    wanted = (one for one in found if one.form == "electronic_service_consent" and one.is_good)
    return frozenset(one.number for one in wanted if one.number)


def _may_review(work: UnitOfWork, person: str) -> bool:
    """Tell whether what lets somebody review legally is on record; nobody has entered it of oneself."""
    return any(one.entered_by != person for one in training.passed_of(work, person, FOR_REVIEW))


def _born(work: UnitOfWork, said: MoveCase) -> Born | None:
    """Return when the party was born that is named as a registered person, as far as the registry knows.

    Raises
    ------
    InvalidFields
        There is no such person: whoever it is will read the case.
    """
    named = said.party.person if said.party else None
    if named is None:
        return None
    row: PersonRow | None = work.find(PersonRow.key(named))
    if row is None:
        told = Text("没有登记该人员。", "No such person is registered.")
        raise InvalidFields.one("party.person", told)
    if not row.household:
        return None
    # Few steps name a party.
    from registry import people_of

    return next((one.born for one in people_of(row.household) if one.person_id == named), None)


def _penalised_before(case: Case, said: MoveCase) -> bool:
    """Tell whether the party was penalised before, where it is said to be a first breach."""
    if said.party is None or said.act is None or not said.act.first:
        return False
    return any(map(cases.was_penalised, penalised_ids(said.party.as_party(), case.town)))


def _grades(county: str, item: str, said: MoveCase, now: datetime) -> tuple[Grade, ...]:
    if said.action not in _WEIGHS:
        return ()
    benchmark = benchmarks.benchmark_on(county, item, day_of(now))
    return tuple(one.grade for one in benchmark.grades) if benchmark else ()


def _acts_of(case: Case, said: MoveCase) -> Sequence[str]:
    """Return the names of the act that a decision would fine: of the case, or, on the spot, the one that is said."""
    if said.action is CaseAction.PENALISE_ON_THE_SPOT and said.party and said.act:
        return act_ids(said.party.as_party(), case.town, said.act.done_on, said.act.nth)
    return case.act.ids if case.act and said.action is CaseAction.DECIDE else ()
