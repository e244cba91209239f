"""Matters as disputes before a mediation committee."""

from __future__ import annotations

from incidents.rules.solution import Solution
from kernel import clock
from kernel.access import ENFORCERS
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.problems import NotAllowed, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from services.mediation.model.requests import RegisterDispute
from services.mediation.rules.case import Case, Link, MediationStatus
from services.mediation.rules.holding import is_settled
from services.mediation.service import links
from services.mediation.service.knowing import MEDIATORS, see
from services.mediation.service.open_case import OPENERS
from services.mediation.store.cases import CASES
from services.store.table import AnswerRow
from workspace.conversions.kinds.base import Form
from workspace.conversions.rules.conversions import Matter, Outcome

_AGREED = frozenset(
    {
        MediationStatus.EFFECTIVE,
        MediationStatus.PERFORMED,
        MediationStatus.REOPENED,
        MediationStatus.CLOSED,
    }
)


def _prove(work: UnitOfWork, asking: Scope, case_id: str) -> None:
    see(CASES.require(work, case_id), asking.person)
    asking.allow(proven=True)


def _enter(work: UnitOfWork, asking: Scope, said: RegisterDispute, origin: Matter) -> str:
    post = asking.within(said.place, OPENERS | ENFORCERS)
    refuse_unknown_unit(said.place, "place")
    work.write(counting(AnswerRow, "mediations", asking.person.person_id, clock.now()))
    link = Link(str(origin.kind), origin.id)
    return links.open_from(work, said.as_dispute(), link, asking.person, post).id


def _stop(
    work: UnitOfWork, asking: Scope, case_id: str, into: Matter, reason: str, expected: Versions
) -> None:
    case = CASES.require(work, case_id)
    refuse_stale(expected, case.version)
    links.hold(work, case_id, Link(str(into.kind), into.id), _actor(asking, case))


def _outcome(work: UnitOfWork, case_id: str) -> Outcome:
    case = CASES.require(work, case_id)
    solution = None
    if case.status in _AGREED:
        # What was agreed stays with the parties: who confirms hears that they agreed.
        by = case.mediators[0] if case.mediators else ""
        solution = Solution("经人民调解，双方已达成协议。", by)
    return Outcome(is_settled(case), case.status.said, solution)


def _take_back(
    work: UnitOfWork, asking: Scope, case_id: str, solution: Solution | None, reason: str | None
) -> None:
    links.give_back(work, case_id, _actor(asking, CASES.require(work, case_id)))


def _actor(asking: Scope, case: Case) -> Actor:
    """Return the caller as a mediator of the committee.

    Raises
    ------
    NotAllowed
        Only a mediator lets go of a dispute, and takes it back.
    """
    see(case, asking.person)
    post = asking.person.post_at(case.unit, MEDIATORS)
    if post is None:
        raise NotAllowed(
            Text("由该调解委员会的调解员办理。", "It takes a mediator of the committee.")
        )
    return Actor.of(asking.person, post)


FORM: Form[RegisterDispute] = Form(_prove, _enter, _stop, _outcome, _take_back)
