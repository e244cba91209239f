"""What the organ owes in a case, and until when: derived from the case as it is, on both sides of every edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from enforcement.rules.case import Case
from enforcement.rules.case_duties import balance, owed, party_terms, remedies_over_on
from enforcement.rules.case_parts import (
    Brought,
    Collected,
    DecisionLinkKind,
    Held,
    Hold,
    Link,
    Made,
    Paid,
    PartyOfCase,
    Public,
    act_ids,
)
from enforcement.rules.case_steps import CaseStatus
from enforcement.rules.clue_sources import ClueSource
from enforcement.rules.deadline import Suspension
from enforcement.rules.decision import CaseOutcome
from enforcement.rules.delivery import Service, Way
from enforcement.rules.liability import PartyKind
from enforcement.rules.notice import Notice
from enforcement.rules.remedies import Remedy, RemedyOutcome
from enforcement.rules.simple import CollectionCase
from enforcement.rules.transfer import CrimeReport
from kernel.ages import Born
from kernel.clock import SHANGHAI
from kernel.law import reference
from kernel.storage.codec import Codec
from kernel.texts import Text
from tests.unit.test_enforcement_case import GRADED, NORMS
from tests.unit.test_enforcement_evidence import VIDEO
from tests.unit.test_enforcement_liability import ACT
from tests.unit.test_enforcement_powers import BOTH, TOWN

AT = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
"""A working Monday."""
LAW = reference({"law": "administrative-penalty-law-2021", "articles": ["60"]})
PARTY = PartyOfCase(PartyKind.PERSON, "王某", "wang", born=Born(1980))
CASE = Case(
    "C", TOWN, TOWN, "烧秸秆", ClueSource.REPORT, "watcher", AT, AT, AT, party=PARTY, act=ACT
)
MADE = Made(CaseOutcome.PENALTY, AT, "boss", False, Text("救济", "remedies"), (LAW,), fine=60000)
IN_PERSON = Service(Way.IN_PERSON, AT, "回证")


def stands(status: CaseStatus, **more: Any) -> Case:
    return replace(CASE, status=status, **more)


def decided(status: CaseStatus, **more: Any) -> Case:
    return stands(status, filed_at=AT, decision=MADE, **more)


def served(**more: Any) -> Case:
    return decided(CaseStatus.SERVED, service=IN_PERSON, publication=HIDDEN, **more)


def day(year: int, month: int, number: int, hour: int = 0) -> datetime:
    return datetime(year, month, number, hour, tzinfo=SHANGHAI)


HIDDEN = Public(False, "无社会影响", True, AT)
SHOWN = Public(True, "有社会影响", True, AT, date(2027, 2, 23))
SEIZED = Held("G1", Hold.SEIZED, ("三轮车",), AT, on_the_spot=True)
TAKEN = CrimeReport(AT, AT, True, AT, AT, taken=True)
OWED: dict[str, tuple[Case, list[tuple[str, datetime]]]] = {
    "a clue, fifteen working days": (CASE, [("case_clue", day(2026, 12, 14, 18))]),
    "ninety days, a Sunday too": (
        stands(CaseStatus.INVESTIGATING, filed_at=AT),
        [("case_decision", day(2027, 2, 22))],
    ),
    "suspended": (
        stands(CaseStatus.DECIDING, filed_at=AT, suspensions=(Suspension(AT, LAW),)),
        [],
    ),
    "suspended for ten days": (
        stands(
            CaseStatus.DECIDING,
            filed_at=AT,
            suspensions=(Suspension(AT, LAW, AT + timedelta(days=10)),),
        ),
        [("case_decision", day(2027, 3, 4))],
    ),
    "decided: serve in seven working days, choose in seven": (
        decided(CaseStatus.DECIDED),
        [("case_publication", day(2026, 12, 2, 18)), ("case_service", day(2026, 12, 2, 18))],
    ),
    "major: filed in fifteen days": (
        decided(CaseStatus.CLOSED, major=True, publication=HIDDEN),
        [("case_major_filing", day(2026, 12, 9))],
    ),
    "a mere warning is no choice": (
        replace(
            decided(CaseStatus.CLOSED),
            decision=replace(MADE, fine=0, others=frozenset({"warning"})),
        ),
        [],
    ),
    "unpaid: the court within three months of the remedies": (
        served(),
        [("case_court", day(2027, 8, 25))],
    ),
    "paid": (served(paid=(Paid(60000, AT.date(), "v"),)), []),
    "attacked": (served(remedies=(Brought(Remedy.REVIEW, AT),)), []),
    "upheld: fifteen days more to go to court, then three months": (
        served(remedies=(Brought(Remedy.REVIEW, AT, RemedyOutcome.UPHELD, day(2027, 1, 20, 9)),)),
        [("case_court", day(2027, 5, 5))],
    ),
    "seized on the spot: approved in twenty-four hours": (
        stands(CaseStatus.INVESTIGATING, held=(SEIZED,)),
        [("case_coercion_report", AT + timedelta(hours=24))],
    ),
    "approved": (
        stands(CaseStatus.INVESTIGATING, held=(replace(SEIZED, approved_at=AT),)),
        [],
    ),
    "ended by law: given back in three working days": (
        stands(CaseStatus.INVESTIGATING, held=(replace(SEIZED, approved_at=AT, ended_at=AT),)),
        [("case_give_back", day(2026, 11, 26, 18))],
    ),
    "a crime reported: three days": (
        stands(CaseStatus.INVESTIGATING, crime=CrimeReport(AT)),
        [("case_crime", day(2026, 11, 27))],
    ),
    "approved for the police: twenty-four hours": (
        stands(CaseStatus.TRANSFERRED, crime=CrimeReport(AT, AT, True)),
        [("case_crime", AT + timedelta(hours=24))],
    ),
    "taken with goods: three days": (
        stands(CaseStatus.TRANSFERRED, crime=TAKEN, held=(replace(SEIZED, approved_at=AT),)),
        [("case_crime", day(2026, 11, 27))],
    ),
    "taken without goods": (stands(CaseStatus.TRANSFERRED, crime=TAKEN), []),
    "collected: handed in in two working days": (
        served(collected=(Collected(60000, AT, CollectionCase.SMALL, "票"),)),
        [("case_hand_in", day(2026, 11, 25, 18))],
    ),
    "handed in: banked in two more": (
        served(collected=(Collected(60000, AT, CollectionCase.SMALL, "票", AT),)),
        [("case_bank_in", day(2026, 11, 25, 18))],
    ),
    "wrong and public: told in three working days": (
        decided(
            CaseStatus.REVOKED,
            publication=replace(SHOWN, wrong_at=AT, ended_at=AT),
            links=(Link(DecisionLinkKind.REVOKED, AT, "boss", "错误"),),
        ),
        [("case_take_down", day(2026, 11, 26, 18))],
    ),
    "wrong and never public": (
        decided(CaseStatus.CLOSED, publication=replace(HIDDEN, wrong_at=AT)),
        [],
    ),
    **{
        f"over: {status}": (stands(status, filed_at=AT, held=(replace(SEIZED, ended_at=AT),)), [])
        for status in (CaseStatus.WITHDRAWN, CaseStatus.HANDED_OVER, CaseStatus.NOT_FILED)
    },
}


@pytest.mark.parametrize("what", sorted(OWED))
def test_each_owed_step_is_owed_once_until_its_day(what: str) -> None:
    case, wanted = OWED[what]

    assert sorted((one.kind, one.due_at) for one in owed(case, AT)) == wanted


def test_what_the_party_may_do_lapses_at_the_end_of_its_last_day_and_nothing_climbs() -> None:
    notice = Notice(AT, "罚款", "事实", "理由", "依据", "权利", fine=60000, hearing_offered=True)
    case = stands(CaseStatus.NOTIFIED, filed_at=AT, notice=notice)
    ends = day(2026, 12, 1)

    before = {one.name for one in party_terms(case, ends - timedelta(seconds=1))}

    assert before == {"defence", "hearing"}
    assert party_terms(case, ends) == []
    assert [one.kind for one in owed(case, ends)] == ["case_decision"]


def test_a_served_party_may_pay_ask_for_a_review_and_go_to_court() -> None:
    terms = {one.name: one.until for one in party_terms(served(), AT)}

    assert terms == {
        "payment": day(2026, 12, 9),
        "review": day(2027, 1, 23),
        "suit": day(2027, 5, 25),
    }


def test_on_the_spot_a_suit_comes_after_the_review() -> None:
    case = replace(served(), decision=replace(MADE, on_the_spot=True))

    assert "suit" not in {one.name for one in party_terms(case, AT)}
    assert remedies_over_on(case) == date(2027, 1, 22)


def test_a_public_notice_serves_after_its_thirty_days_alone() -> None:
    notice = Service(Way.NOTICE, AT, tried=frozenset({Way.IN_PERSON}))
    case = decided(CaseStatus.SERVED, service=notice)

    assert case.received_at == day(2026, 12, 24)
    assert balance(case, date(2027, 1, 8)).late_fee == 0
    assert balance(case, date(2027, 1, 9)).late_fee == 60000 * 3 // 100


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({}, True),
        ({"party": replace(PARTY, name="王某某")}, True),
        ({"party": replace(PARTY, person=None)}, True),
        ({"party": replace(PARTY, person="li", name="李某")}, False),
        ({"town": TOWN[:-1] + "9"}, False),
        ({"done_on": date(2026, 11, 21)}, False),
        ({"nth": 2}, False),
    ],
)
def test_an_act_is_the_same_whatever_it_is_called(other: dict[str, Any], same: bool) -> None:
    usual: dict[str, Any] = {
        "party": PARTY,
        "town": TOWN,
        "done_on": date(2026, 11, 22),
        "nth": 1,
    }

    assert bool(set(act_ids(**usual)) & set(act_ids(**usual | other))) is same


def test_a_case_is_read_back_as_it_was_written() -> None:
    case = served(
        officers=("zhang", "li"),
        investigated=BOTH,
        investigated_at=AT,
        evidence=(replace(VIDEO, kept_by=("zhang",)),),
        held=(SEIZED,),
        suspensions=(Suspension(AT, LAW, AT),),
        crime=TAKEN,
        notice=Notice(AT, "罚款", "事实", "理由", "依据", "权利", other_penalties=frozenset({"x"})),
        links=(Link(DecisionLinkKind.CORRECTED, AT, "boss", "笔误", "更正1号", (LAW,), 50000),),
        remedies=(Brought(Remedy.REVIEW, AT, RemedyOutcome.UPHELD, AT),),
    )
    case = replace(
        case, decision=replace(MADE, reasoning=GRADED, norm=NORMS[1].law, why=Text("因", "why"))
    )

    codec = Codec(Case)
    assert codec.thing(codec.document(case)) == case
    assert codec.thing(codec.document(CASE)) == CASE
