"""Take a step with a case."""

from __future__ import annotations

from dataclasses import replace

from kernel import clock, numbering
from kernel.actors import Actor
from kernel.directory import find_units
from kernel.numbering import Series
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from services.mediation.rules.case import Case
from services.mediation.rules.case_states import MediationAction
from services.mediation.rules.commands import CaseCommand
from services.mediation.rules.moving import move
from services.mediation.service.keep import keep
from services.mediation.service.knowing import (
    MEDIATORS,
    CaseSeen,
    facts_of,
    find_committee,
    see,
)
from services.mediation.store.cases import CASES
from services.store.table import NUMBERS

SERIES = Series("mediation_case", "{organ}民调〔{year}〕第{number}号")


def move_case(
    work: UnitOfWork, asking: Scope, case_id: str, command: CaseCommand, expected: Versions
) -> CaseSeen:
    """Take a step with a case; with its acceptance it is numbered.

    Raises
    ------
    NotFound, StaleVersion
        There is no such case to the caller, or another version of it.
    MediatorRecused
        The mediator is a party, or near to one.
    """
    caller, case = asking.person, CASES.require(work, case_id)
    committee = find_committee(work, case.unit)
    mediator = caller.post_at(case.unit, MEDIATORS)
    if mediator is None:
        # Whoever is neither a mediator here nor has a part learns nothing.
        see(case, caller, committee)
    asking.allow(proven=True)
    refuse_stale(expected, case.version)
    facts = facts_of(case, committee, caller, command.mediators)
    change = move(case, command, facts)
    actor = Actor.of(caller, mediator)
    if command.action is MediationAction.ACCEPT:
        numbered = replace(change.after, number=_number(work, change.after, actor))
        change = change._replace(after=numbered)
    after = keep(work, case, change, actor, command.reason)
    return see(after, caller, committee)


def _number(work: UnitOfWork, case: Case, actor: Actor) -> str:
    unit = find_units([case.unit]).get(case.unit)
    number = numbering.take(
        work,
        NUMBERS,
        SERIES,
        organ=case.unit,
        name=unit.name if unit else case.unit,
        subject=f"MEDIATION#{case.id}",
        by=actor,
        now=clock.now(),
    )
    return number.text
