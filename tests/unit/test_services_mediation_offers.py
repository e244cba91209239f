"""What is offered with a dispute: each step exactly when the right words would take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kernel.problems import Problem
from services.mediation.rules.case import (
    Agreement,
    Case,
    Confirmation,
    Link,
    Material,
    MediationStatus,
    Party,
    Session,
    Signed,
    Visit,
    Waiver,
)
from services.mediation.rules.case_states import CASES, MediationAction
from services.mediation.rules.commands import (
    AgreementSaid,
    CaseCommand,
    CaseFacts,
    CourtAsked,
    PoliceAsked,
    SessionSaid,
    Signing,
)
from services.mediation.rules.committees import Committee, Member
from services.mediation.rules.moving import actions_of, move
from services.mediation.rules.terms import amount, visit_days
from services.mediation.rules.words import (
    AgreementForm,
    AgreementSigningWay,
    AgreementStatusTouched,
    AnswerToAsking,
    CommitteeChosenBy,
    ConfirmingCourt,
    DisputeKind,
    DisputeReferral,
    DisputeRiskLevel,
    DisputeSource,
    IdentityProof,
    MediationFilePart,
    ReturnVisitResult,
    SlightOffence,
)
from tests.support.county import GRID, VILLAGE
from tests.support.offers import by_hand, disagreements
from tests.support.states import without_row

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
COMMITTEE = Committee(
    VILLAGE,
    (Member("md1", is_woman=True), Member("md2", is_woman=False), Member("md3", is_woman=False)),
    "md1",
    CommitteeChosenBy.VILLAGERS_MEETING,
    date(2026, 1, 10),
)
SESSION = Session(NOW, "村委会", False, (1, 2), (), "各让一步")
BINDING = Agreement(AgreementForm.ORAL, "和好", NOW, record="和好", effective_at=NOW)
VISIT = Visit(NOW, ReturnVisitResult.KEPT, "好")
MATERIAL = Material(MediationFilePart.EVIDENCE, NOW, "照片")
CONFIRMATION = Confirmation(ConfirmingCourt.OF_A_PARTY, NOW)
WAIVER = Waiver(SlightOffence.FIGHT, "派出所", NOW)
WHOLE: Mapping[str, Any] = {"visited": visit_days(), "visits": (VISIT,), "sessions": (SESSION,)}
CHANGES: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "held by another matter": {"held_by": Link("incident", "i")},
    "closed doors": {"closed_doors": True},
    "risk to be reported": {"report_by": NOW},
    "risk reported": {"report_by": NOW, "reported_at": NOW},
    "whole file": {**WHOLE, "proof": "已付"},
    "nothing missing but a visit": {**WHOLE, "proof": "已付", "visited": visit_days()[:-1]},
    "court asked": {"confirmation": CONFIRMATION},
    "court answered": {"confirmation": replace(CONFIRMATION, answer=AnswerToAsking.GRANTED)},
    "police asked": {"waiver": WAIVER},
    "police refused": {"waiver": replace(WAIVER, answer=AnswerToAsking.REFUSED)},
    "of marriage": {
        "agreement": replace(BINDING, touches=frozenset({AgreementStatusTouched.MARRIAGE}))
    },
    "too late for a court": {"agreement": replace(BINDING, effective_at=NOW - timedelta(days=90))},
    "full of sessions": {"sessions": (SESSION,) * amount("sessions_most")},
    "full of materials": {"materials": (MATERIAL,) * amount("materials_most")},
    "full of visits": {"visits": (VISIT,) * amount("materials_most")},
}
CHOSEN_LONG_AGO = replace(COMMITTEE, chosen_on=date(2020, 1, 10))
WHO: Mapping[str, tuple[str, bool, Committee | None, frozenset[str]]] = {
    "mediator of the case": ("md1", True, COMMITTEE, frozenset()),
    "mediator of the committee": ("md2", True, COMMITTEE, frozenset()),
    "mediator near to a party": ("md1", True, COMMITTEE, frozenset({"md1"})),
    "mediator whose term is over": ("md1", True, CHOSEN_LONG_AGO, frozenset()),
    "mediator without a committee": ("md1", True, None, frozenset()),
    "mediator of no post any more": ("md1", False, COMMITTEE, frozenset()),
    "party": ("li", False, COMMITTEE, frozenset()),
    "somebody else": ("worker", False, COMMITTEE, frozenset()),
}


def case_of(status: MediationStatus, **more: Any) -> Case:
    known = IdentityProof.KNOWN
    said: dict[str, Any] = {
        "id": "c",
        "unit": VILLAGE,
        "place": GRID,
        "kind": DisputeKind.NEIGHBOURS,
        "source": DisputeSource.FOUND,
        "summary": "争执",
        "parties": (Party(1, "甲", "li", None, known), Party(2, "乙", "wang", None, known)),
        "opened_by": "worker",
        "opened_at": NOW,
        "found_at": NOW,
        "accept_by": NOW + timedelta(days=3),
        "status": status,
        "agreement": BINDING,
        "followed_from": NOW,
    }
    if status is not MediationStatus.REGISTERED:
        said |= {"accepted_at": NOW, "mediators": ("md1",)}
    return Case(**(said | more))


BOTH = frozenset({1, 2})
SAID: Mapping[str, Any] = {
    "consents": dict.fromkeys(BOTH, IdentityProof.KNOWN),
    "rights_told": True,
    "session": SessionSaid(SESSION, frozenset(), frozenset()),
    "level": DisputeRiskLevel.YELLOW,
    "referred_to": DisputeReferral.POLICE,
    "material": MATERIAL,
    "agreement": AgreementSaid(Agreement(AgreementForm.ORAL, "和好", NOW, record="和好")),
    "signing": Signing((Signed(1, AgreementSigningWay.SEAL),)),
    "party": 1,
    "visit": (ReturnVisitResult.KEPT, "好"),
    "proof": "已付",
    "asking": CourtAsked(ConfirmingCourt.OF_A_PARTY, BOTH),
    "waiver": PoliceAsked(SlightOffence.FIGHT, "派出所", in_writing=True),
    "answer": AnswerToAsking.GRANTED,
    "answered_on": NOW.date(),
    "reason": "情况",
}


def take(case: Case, action: MediationAction, facts: CaseFacts) -> object:
    named = ("md2",) if action is MediationAction.ASSIGN else ()
    return move(case, CaseCommand(action, mediators=named, **SAID), facts)


@pytest.mark.parametrize("status", MediationStatus)
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("who", WHO)
def test_a_step_with_a_dispute_is_offered_exactly_when_the_right_words_take_it(
    who: str, change: str, status: MediationStatus
) -> None:
    case = case_of(status, **CHANGES[change])
    person, is_mediator, committee, near = WHO[who]
    facts = CaseFacts(person, is_mediator, committee, near, NOW)

    def step(action: MediationAction) -> object:
        return take(case, action, facts)

    assert disagreements(actions_of(case, facts), CASES, step, (Problem,)) == []


@pytest.mark.parametrize("action", sorted(by_hand(CASES)))
def test_a_row_of_a_dispute_that_goes_takes_its_offer_and_its_step_along(
    monkeypatch: pytest.MonkeyPatch, action: MediationAction
) -> None:
    facts = CaseFacts("md1", True, COMMITTEE, frozenset(), NOW)
    case = next(
        one
        for status in MediationStatus
        for change in CHANGES.values()
        if action in actions_of(one := case_of(status, **change), facts)
    )

    without_row(monkeypatch, CASES, action)

    assert action not in actions_of(case, facts)
    with pytest.raises(Problem):
        take(case, action, facts)
