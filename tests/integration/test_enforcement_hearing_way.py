"""A case the long way, through the routes as time passes: a hearing, a fine nobody pays, its late fee, the demand, the court."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from enforcement.rules.case_steps import CaseAction as Action
from kernel import clock
from tests.support.cases import WEIGHED, Enforcement, kinds
from tests.support.county import County

FIRE = [{"law": "forest-fire-regulation-2026", "articles": ["54"]}]
ACT = {"codes": ["wild-fire"], "done_on": "2026-11-22"}
FINE = {"fine": 500_000}
"""Five thousand yuan: from here on a person may be heard (assumed)."""


@pytest.fixture
def town(county: County) -> Enforcement:
    return Enforcement(county)


def announced(town: Enforcement) -> str:
    """Return a case whose party may ask for a hearing."""
    case = town.clue()
    town.did(case, Action.PROPOSE_FILING, "eo1", act=ACT)
    town.did(case, Action.APPROVE_FILING, "boss")
    town.did(case, Action.ADD_EVIDENCE, "eo1")
    town.did(case, Action.VERIFY_EVIDENCE, "eo2")
    town.did(case, Action.END_INVESTIGATION, "eo1")
    town.did(case, Action.NOTIFY, "eo1", penalty=FINE, basis=FIRE, hearing_offered=True)
    return case


def called(town: Enforcement) -> str:
    """Return a case whose hearing is called for ten in the morning in three weeks."""
    case = announced(town)
    town.did(case, Action.REQUEST_HEARING, "wang", agents=1)
    at = clock.local_iso(town.county.now + timedelta(days=21))
    town.did(case, Action.CALL_HEARING, "boss", held_at=at)
    return case


def heard(town: Enforcement, most: int = 500_000) -> str:
    """Return a case to be decided by the record of its hearing."""
    case = called(town)
    town.county.advance(days=21, hours=1)
    town.did(case, Action.CLOSE_HEARING, "chair", most=most)
    return case


def decide(town: Enforcement, case: str, fine: int = 500_000) -> Any:
    return town.move(
        case, Action.DECIDE, "boss", penalty={"fine": fine}, reasoning=WEIGHED, basis=FIRE
    )


def served(town: Enforcement) -> str:
    """Return a case whose decision was served after a hearing and its review."""
    case = heard(town)
    town.did(case, Action.REVIEW, "lawyer", penalty=FINE)
    town.did(case, Action.DISCUSS, "boss")
    assert decide(town, case).status == 200
    town.did(case, Action.SERVE, "eo1")
    return case


def account(town: Enforcement, case: str) -> tuple[int, int]:
    seen = town.see(case)["account"]
    return seen["late_fee"], seen["rest"]


def test_nothing_is_decided_before_the_hearing_was_held(town: Enforcement) -> None:
    case = called(town)

    assert decide(town, case).problem == "illegal-move"
    assert town.move(case, Action.CLOSE_HEARING, "chair").problem == "illegal-move"
    town.county.advance(days=21, hours=-1)
    assert town.move(case, Action.CLOSE_HEARING, "chair").problem == "illegal-move"
    town.county.advance(hours=1)
    assert town.move(case, Action.CLOSE_HEARING, "chair").status == 200


def test_a_heard_case_is_reviewed_after_its_hearing_before_it_is_decided(town: Enforcement) -> None:
    case = heard(town)

    assert decide(town, case).problem == "not-reviewed"
    town.did(case, Action.REVIEW, "lawyer", penalty=FINE)
    # What is grave enough to be heard is discussed by the heads as well (decision 0051).
    assert decide(town, case).problem == "not-discussed"
    town.did(case, Action.DISCUSS, "boss")
    assert decide(town, case).status == 200


def test_a_decision_follows_the_record_of_the_hearing(town: Enforcement) -> None:
    case = heard(town, most=400_000)
    town.did(case, Action.REVIEW, "lawyer", penalty=FINE)
    town.did(case, Action.DISCUSS, "boss")

    assert decide(town, case).problem == "against-the-record"
    town.did(case, Action.REVIEW, "lawyer", penalty={"fine": 400_000})
    assert decide(town, case, 400_000).status == 200


def test_who_investigated_does_not_chair_and_who_chaired_does_not_decide(town: Enforcement) -> None:
    case = announced(town)
    town.did(case, Action.REQUEST_HEARING, "wang")
    at = clock.local_iso(town.county.now + timedelta(days=21))

    refused = town.move(case, Action.CALL_HEARING, "boss", held_at=at, chair="eo1")

    assert refused.status in (403, 409, 422)
    town.did(case, Action.CALL_HEARING, "boss", held_at=at)
    town.county.advance(days=22)
    assert town.move(case, Action.CLOSE_HEARING, "boss").status == 403


def test_a_hearing_is_asked_for_within_five_working_days_and_no_later(town: Enforcement) -> None:
    case = announced(town)
    # Announced on Monday 23 November; the fifth working day is Monday 30 November, to its end.
    town.county.now = clock.from_iso("2026-11-30T23:59:59+08:00")
    assert "request_hearing" in town.see(case, "wang")["actions"]

    town.county.advance(seconds=1)

    assert "request_hearing" not in town.see(case, "wang")["actions"]
    assert town.move(case, Action.REQUEST_HEARING, "wang").problem == "hearing-asked-late"


def test_an_unpaid_fine_costs_three_percent_a_day_up_to_itself(town: Enforcement) -> None:
    case = served(town)
    received = town.load(case).received_at
    assert received
    town.county.now = received + timedelta(days=16)
    assert account(town, case) == (15_000, 515_000)

    town.county.advance(days=32)
    assert account(town, case) == (495_000, 995_000)
    town.county.advance(days=1)
    assert account(town, case) == (500_000, 1_000_000)
    town.county.advance(days=100)
    assert account(town, case) == (500_000, 1_000_000)


def test_what_nobody_pays_is_called_in_and_comes_to_the_court(town: Enforcement) -> None:
    case = served(town)
    assert town.move(case, Action.DEMAND, "eo1").problem == "not-yet-due"
    assert "case_court" in kinds(town.owed(case))

    town.county.advance(days=40)
    town.did(case, Action.DEMAND, "eo1")

    assert town.see(case)["status"] == "demanded"
    early = town.move(case, Action.APPLY_TO_COURT, "boss")
    assert early.problem in {"remedies-open", "not-called-in"}
    town.county.now = clock.from_iso("2027-07-20T10:00:00+08:00")
    applied = town.move(case, Action.APPLY_TO_COURT, "boss")
    assert (applied.status, applied.body["status"]) == (200, "in_court")


def test_what_is_paid_after_the_demand_closes_the_case_fine_and_late_fee_together(
    town: Enforcement,
) -> None:
    case = served(town)
    town.county.advance(days=40)
    town.did(case, Action.DEMAND, "eo1")
    _, rest = account(town, case)

    town.did(case, Action.RECORD_PAYMENT, "eo1", paid=rest)

    assert town.did(case, Action.CLOSE, "boss")["status"] == "closed"
