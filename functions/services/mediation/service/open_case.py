"""Register a dispute, by hand or from another thing; ask the town to try again."""

from __future__ import annotations

from dataclasses import replace

from kernel import clock, ids
from kernel.access import PLACE_STAFF, Caller, Post, Role
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.problems import InvalidFields, NotAllowed
from kernel.scope import Scope
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from services.mediation.rules.case import Case, Link, Party
from services.mediation.rules.case_states import CaseEvent, CaseHolder
from services.mediation.rules.commands import CaseChange
from services.mediation.rules.moving import standing_of
from services.mediation.rules.opening import Dispute, open_case, try_again
from services.mediation.rules.terms import amount
from services.mediation.rules.words import DisputeSource
from services.mediation.service.keep import keep
from services.mediation.service.knowing import (
    CaseSeen,
    facts_of,
    households_of,
    known_persons,
    see,
)
from services.mediation.store.cases import CASES, COMMITTEES, OWN_NUMBERS, PARTS, OwnNumber, Part
from services.store.table import AnswerRow

OPENERS = PLACE_STAFF | {Role.MEDIATOR, Role.RESIDENT}
"""Who registers a dispute: whoever works for the place, a mediator, and a party itself."""
_ONLY_PARTIES = Text("本人须是当事人之一。", "You must be one of the parties.")


def register(work: UnitOfWork, asking: Scope, said: Dispute) -> CaseSeen:
    """Register a dispute; what the same person registered by the same number of the own is the same dispute, as it stands now.

    Raises
    ------
    NeverADispute
        Somebody was hurt, or a child is in danger.
    InvalidFields, UnitClosed
        The place is unknown, or a party; a resident who is no party registers it.
    """
    caller = asking.person
    known = find_own(work, caller.person_id, said.client_ref)
    if known:
        asking.allow(proven=True)
        return see(known, caller)
    post = asking.within(said.place, OPENERS)
    refuse_unknown_unit(said.place, "place")
    if post.role is Role.RESIDENT and caller.person_id not in {one.person for one in said.parties}:
        raise InvalidFields.one("parties", _ONLY_PARTIES)
    work.write(counting(AnswerRow, "mediations", caller.person_id, clock.now()))
    case = _register(work, said, caller, post)
    if said.client_ref:
        number = f"{caller.person_id}#{said.client_ref}"
        OWN_NUMBERS.save(work, OwnNumber(number, case.id))
    return see(case, caller)


def find_own(work: UnitOfWork, person: str, client_ref: str | None) -> Case | None:
    """Return what a person registered by a number of the own."""
    kept = OWN_NUMBERS.find(work, f"{person}#{client_ref}") if client_ref else None
    return CASES.find(work, kept.case) if kept else None


def open_from(
    work: UnitOfWork, said: Dispute, came_from: Link, caller: Caller, post: Post | None
) -> Case:
    """Register the dispute that another thing turned out to be, with the link to it; for whoever converts one into the other.

    Raises
    ------
    NeverADispute
        Somebody was hurt, or a child is in danger.
    """
    handed = replace(said, source=DisputeSource.REFERRED)
    return _register(work, handed, caller, post, came_from)


def ask_town(work: UnitOfWork, asking: Scope, case_id: str) -> CaseSeen:
    """Let the town try again what failed at the village: a new case with a number of its own, linked both ways.

    Raises
    ------
    NotFound, NotAllowed
        There is no such case to the caller; it takes a party, or a mediator of the case.
    TriedAgain
        It did not fail at the village, or is tried again already.
    """
    caller, before = asking.person, CASES.require(work, case_id)
    see(before, caller)
    asking.allow(proven=True)
    facts = facts_of(before, COMMITTEES.find(work, before.unit), caller)
    if not standing_of(before, facts) & {CaseHolder.PARTY, CaseHolder.ON_CASE}:
        raise NotAllowed(
            Text("由当事人或本案调解员提出。", "It takes a party, or a mediator of the case.")
        )
    actor = Actor.of(caller, caller.post_at(before.unit, {Role.MEDIATOR}))
    now = clock.now()
    again = try_again(before, ids.new_id(now), caller.person_id, now)
    kept = _keep_new(work, again, actor)
    linked = replace(before, second_try=kept.id, version=before.version + 1)
    keep(work, before, CaseChange(linked, CaseEvent.TRIED_AGAIN), actor)
    return see(kept, caller)


def _register(
    work: UnitOfWork,
    said: Dispute,
    caller: Caller,
    post: Post | None,
    came_from: Link | None = None,
) -> Case:
    now, parties = clock.now(), _parties(said.parties)
    case = open_case(
        ids.new_id(now), replace(said, parties=parties), caller.person_id, now, came_from
    )
    return _keep_new(work, case, Actor.of(caller, post))


def _keep_new(work: UnitOfWork, case: Case, actor: Actor) -> Case:
    kept = keep(work, None, CaseChange(case, CaseEvent.OPENED), actor)
    for person in dict.fromkeys((*case.persons, case.opened_by)):
        PARTS.save(work, Part(f"{case.id}.{person}", case.id, person))
    return kept


def _parties(said: tuple[Party, ...]) -> tuple[Party, ...]:
    """Return parties with the households the registry knows them by.

    Raises
    ------
    InvalidFields
        There are too few or too many, one stands there twice, or the registry knows no such person.
    """
    persons = [one.person for one in said if one.person]
    if not 2 <= len(said) <= amount("parties_most") or len(set(persons)) != len(persons):
        told = Text(
            f"须有二至{amount('parties_most')}名当事人，不得重复。",
            f"Two to {amount('parties_most')} parties, each once.",
        )
        raise InvalidFields.one("parties", told)
    if set(persons) - known_persons(persons):
        raise InvalidFields.one("parties", Text("人员未登记。", "A person is unknown."))
    homes = households_of(persons)
    return tuple(
        replace(one, household=one.household or homes.get(one.person or "")) for one in said
    )
