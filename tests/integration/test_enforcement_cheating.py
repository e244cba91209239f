"""Somebody who means to cheat: a day set back, a word put into the party's mouth, a colleague from elsewhere, one act under two names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from enforcement.rules.authority import PowerKind
from enforcement.rules.case_states import CaseAction
from enforcement.rules.file_review import scored_items
from tests.support.cases import PARTY, Enforcement
from tests.support.county import TOWN, VILLAGE, Answer, County
from tests.support.enforcement_town import EnforcingTown

A = CaseAction
ORGANISATION = {"kind": "organisation", "name": "王某", "birth_year": None}


@pytest.fixture
def town(county: County) -> Enforcement:
    """A town that enforces, on a working Monday at ten."""
    return Enforcement(county)


def _refused(town: Enforcement, case: str, action: CaseAction, by: str, **said: Any) -> Answer:
    """Try a step that must be refused and leave nothing."""
    before = town.rows()
    answer = town.move(case, action, by, **said)
    assert answer.status in (409, 422), answer
    assert town.rows() == before
    return answer


# A day set back, so that a term is over before it began


def _asked_for_a_hearing(town: Enforcement) -> str:
    case = town.notified(hearing_offered=True)
    town.did(case, A.REQUEST_HEARING, "wang")
    return case


def _due(town: Enforcement) -> str:
    case = town.served()
    town.county.advance(days=40)
    return case


def _under_review(town: Enforcement) -> str:
    case = town.served()
    town.county.advance(days=30)
    town.did(case, A.RECORD_REMEDY, "eo1")
    return case


BACK: dict[str, tuple[Callable[[Enforcement], str], CaseAction, str]] = {
    "the notice": (Enforcement.proposed, A.NOTIFY, "eo1"),
    "the call to a hearing": (_asked_for_a_hearing, A.CALL_HEARING, "boss"),
    "the decision": (Enforcement.decided, A.SERVE, "eo1"),
    "the demand": (_due, A.DEMAND, "eo1"),
    "the review": (Enforcement.served, A.RECORD_REMEDY, "eo1"),
    "the outcome of a review": (_under_review, A.RECORD_REMEDY, "eo1"),
}


@pytest.mark.parametrize("what", sorted(BACK))
def test_nothing_was_received_before_it_was_there(town: Enforcement, what: str) -> None:
    way, action, by = BACK[what]
    case = way(town)
    back = (town.county.now - timedelta(days=20)).isoformat()

    refused = _refused(town, case, action, by, received_at=back)

    assert refused.wrong_fields == ["received_at"]


def test_an_act_was_not_found_before_it_was_done(town: Enforcement) -> None:
    case = town.clue(by="eo1", found_at="2026-01-01T00:00:00+08:00")

    refused = _refused(town, case, A.PROPOSE_FILING, "eo1")

    assert refused.wrong_fields == ["act.done_on"]


# A word put into the party's mouth, or a party dressed up


def test_the_time_for_defence_is_waived_by_the_party_or_by_the_paper_it_signed(
    town: Enforcement,
) -> None:
    case = town.notified()

    refused = _refused(town, case, A.DEFEND, "eo1", waived=True)

    assert refused.wrong_fields == ["paper"]
    town.did(case, A.DEFEND, "eo1", waived=True, paper="陈述申辩笔录")
    assert town.load(case).defence.waived


def test_a_person_is_not_made_an_organisation_for_a_higher_limit_or_a_public_name(
    town: Enforcement,
) -> None:
    case, dressed = town.clue(), {**PARTY, **ORGANISATION}

    for action in (A.PENALISE_ON_THE_SPOT, A.PROPOSE_FILING):
        refused = _refused(town, case, action, "eo1", party=dressed)
        assert refused.wrong_fields == ["party.credit_code"]


# Who has no part in it


def test_an_officer_of_the_next_town_is_no_second_officer_on_the_spot(town: Enforcement) -> None:
    refused = _refused(town, town.clue(), A.PENALISE_ON_THE_SPOT, "eo1", officers=["far_eo"])

    assert refused.wrong_fields == ["officers"]


def test_an_officer_of_the_next_town_is_no_second_officer_of_an_inspection(
    county: County,
) -> None:
    enforcing = EnforcingTown(county).staffed()
    assert enforcing.certify("far_officer", "B-001", organ="140426107").status == 201
    visit = enforcing.announced()

    assert enforcing.begin(visit, "zhang", "far_officer").problem == "too-few-officers"


def test_the_party_is_no_second_officer_in_its_own_case(town: Enforcement) -> None:
    own = PARTY | {"person": "eo2"}

    assert _refused(town, town.clue(), A.PENALISE_ON_THE_SPOT, "eo1", party=own).wrong_fields == [
        "officers"
    ]


def test_who_proposes_a_filing_does_not_approve_it(town: Enforcement) -> None:
    case = town.clue()
    town.did(case, A.PROPOSE_FILING, "eo3")
    town.county.appoint(eo3=("enforcement_head", TOWN))

    assert _refused(town, case, A.APPROVE_FILING, "eo3").problem == "parts-not-separate"
    assert "approve_filing" not in town.see(case, "eo3")["actions"]


def test_who_handled_a_case_before_others_does_not_review_it(town: Enforcement) -> None:
    case = town.filed()
    town.walk(case, (A.ADD_EVIDENCE, "eo1"), (A.VERIFY_EVIDENCE, "eo2"), (A.ASK_RECUSAL, "wang"))
    town.did(case, A.DECIDE_RECUSAL, "boss", recused=False, officers=["eo2", "eo3"])
    town.did(case, A.END_INVESTIGATION, "eo2", complex_case=True)
    town.county.appoint(eo1=("legal_reviewer", TOWN))

    assert _refused(town, case, A.REVIEW, "eo1").problem == "parts-not-separate"


@pytest.mark.parametrize("action", [A.CLEAR, A.DECIDE])
@pytest.mark.parametrize("whose", ["boss", "eo1"])
def test_nothing_is_decided_while_a_recusal_waits(
    town: Enforcement, whose: str, action: CaseAction
) -> None:
    case = town.to_decide()
    town.did(case, A.ASK_RECUSAL, "wang", person=whose)

    assert _refused(town, case, action, "boss").problem == "recusal-undecided"
    assert str(action) not in town.see(case, "boss")["actions"]


def test_who_is_recused_has_the_hands_off_evidence_and_file(town: Enforcement) -> None:
    case = town.filed()
    town.walk(case, (A.ADD_EVIDENCE, "eo1"), (A.ASK_RECUSAL, "wang"))
    town.did(case, A.DECIDE_RECUSAL, "boss", recused=True, officers=["eo2", "eo3"])
    piece = town.load(case).evidence[0].id
    handed = {"to": "eo1", "where": "家中"}
    path = f"cases/{case}/evidence/{piece}/custody"

    assert town.go("POST", path, handed, by="eo2").status == 200
    town.county.appoint(eo1=("enforcement_head", TOWN))
    assert town.go("POST", path, handed, by="eo1").problem == "recused-from-the-case"
    town.did(case, A.WITHDRAW, "boss")
    assert town.go("POST", f"cases/{case}/file", by="eo1").problem == "recused-from-the-case"


def test_who_is_recused_neither_reviews_the_file_nor_says_who_answers_for_the_case(
    town: Enforcement,
) -> None:
    town.county.appoint(head2=("enforcement_head", TOWN))
    case = town.to_decide()
    for person, by in (("lawyer", "boss"), ("head2", "justice")):
        town.did(case, A.ASK_RECUSAL, "wang", person=person)
        town.did(case, A.DECIDE_RECUSAL, by, person=person, recused=True)
    town.walk(case, (A.DECIDE, "boss"), (A.SERVE, "eo1"), (A.REVOKE, "boss"))
    assert town.go("POST", f"cases/{case}/file", by="eo1").status == 201
    points = {code: one.points for code, one in scored_items().items()}
    sheet = {"points": points, "comment": "无"}
    opened = {"person": "eo1", "wrong": "law", "found_by": "itself"}
    hear = {"action": "hear", "statement": "无"}

    reviewed = town.go("POST", f"cases/{case}/file-review", sheet, by="lawyer")
    asked = town.go("POST", f"cases/{case}/liabilities", opened, by="head2")
    town.go("POST", f"cases/{case}/liabilities", opened, by="justice")
    path = f"cases/{case}/liabilities/eo1/transitions"
    heard = town.go("POST", path, hear, by="head2")

    assert [one.problem for one in (reviewed, asked, heard)] == ["recused-from-the-case"] * 3
    (shown,) = town.go("GET", f"cases/{case}/liabilities", by="head2").body["items"]
    assert shown["actions"] == []


def test_nothing_is_cleared_by_a_town_whose_item_was_taken_back(town: Enforcement) -> None:
    case = town.to_decide()
    town.give_power(TOWN, PowerKind.PENALTY, valid_to=date(2026, 11, 30))

    assert _refused(town, case, A.CLEAR, "boss").problem == "power-taken-back"


# One act under two names, one payment for two


@pytest.mark.parametrize(
    ("unit", "party"),
    [(VILLAGE, {}), (None, {"person": None, "birth_month": None, "birth_day": None})],
    ids=["another place of the town", "another name of the party"],
)
def test_an_act_is_fined_once_wherever_and_by_whatever_name_it_is_taken_up(
    town: Enforcement, unit: str | None, party: dict[str, Any]
) -> None:
    town.decided()
    town.county.now -= timedelta(days=8)
    case = town.clue(**({"by": "eo1", "unit": unit} if unit else {}))
    town.walk(
        case,
        (A.PROPOSE_FILING, "eo1", {"party": PARTY | party}),
        (A.APPROVE_FILING, "boss"),
        (A.ADD_EVIDENCE, "eo1"),
        (A.VERIFY_EVIDENCE, "eo2"),
        (A.END_INVESTIGATION, "eo1"),
        (A.NOTIFY, "eo1"),
    )
    town.county.advance(days=8)
    town.did(case, A.END_DEFENCE, "eo1")

    assert _refused(town, case, A.DECIDE, "boss").problem == "fined-before"


def test_an_act_whose_fine_was_revoked_can_be_fined_again_by_any_of_its_names(
    town: Enforcement,
) -> None:
    first = town.decided()
    town.did(first, A.REVOKE, "boss")
    town.county.now -= timedelta(days=8)

    again = town.to_decide()

    assert town.did(again, A.DECIDE, "boss")["decision"]["fine"] == 60000


def test_a_voucher_stands_for_the_payment_of_one_case(town: Enforcement) -> None:
    paid = town.served()
    town.did(paid, A.RECORD_PAYMENT, "eo1", voucher="回单7")
    town.county.now -= timedelta(days=8)
    other = town.filed(name="李某", person=None)
    town.walk(
        other,
        (A.ADD_EVIDENCE, "eo1"),
        (A.VERIFY_EVIDENCE, "eo2"),
        (A.END_INVESTIGATION, "eo1"),
        (A.NOTIFY, "eo1"),
    )
    town.county.advance(days=8)
    town.walk(other, (A.END_DEFENCE, "eo1"), (A.DECIDE, "boss"), (A.SERVE, "eo1"))

    refused = _refused(town, other, A.RECORD_PAYMENT, "eo1", voucher="回单7")

    assert refused.wrong_fields == ["voucher"]


def test_what_was_collected_and_paid_in_does_not_pay_the_rest_as_well(town: Enforcement) -> None:
    case = town.served()
    town.walk(
        case,
        (A.COLLECT, "eo1", {"paid": 30000}),
        (A.HAND_IN, "eo1"),
        (A.BANK_IN, "eo1", {"voucher": "回单8"}),
    )

    refused = _refused(town, case, A.RECORD_PAYMENT, "eo1", voucher="回单8")

    assert refused.wrong_fields == ["voucher"]
    assert town.see(case)["account"]["rest"] == 30000


# What everybody reads


@pytest.mark.parametrize("reason", ["王 某没有焚烧秸秆。", "来电13912345678说明情况。"])
def test_why_a_decision_was_taken_down_names_nobody(town: Enforcement, reason: str) -> None:
    case = town.served()
    town.walk(case, (A.CHOOSE_PUBLICATION, "boss"), (A.REVOKE, "boss"))

    assert _refused(town, case, A.TAKE_DOWN, "boss", reason=reason).problem == "person-named"


@pytest.mark.parametrize(
    ("method", "path", "body", "wrong"),
    [
        ("PUT", "plans/2026", {"cap": 2, "focus": ["来电13912345678"]}, "focus.0"),
        ("PUT", "plans/2026", {"cap": 2, "focus": ["140426198001011234"]}, "focus.0"),
        ("POST", "years/2025/publication", {"note": "来电13912345678"}, "note"),
    ],
)
def test_what_a_town_publishes_carries_nobodys_numbers(
    town: Enforcement, method: str, path: str, body: dict[str, Any], wrong: str
) -> None:
    refused = town.go(method, f"towns/{TOWN}/{path}", body, by="boss")

    assert (refused.status, refused.wrong_fields) == (422, [wrong])
