"""The table of a case, cell by cell, and the refusals of its gates."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import enforcement.rules
from enforcement.rules.case_states import CASES
from enforcement.rules.case_steps import CaseAction, CaseStatus, Holder
from enforcement.rules.case_suspended import shut
from enforcement.rules.refusals import GateShut
from kernel.states import IllegalMove

# The table


@pytest.mark.parametrize("status", CaseStatus)
@pytest.mark.parametrize("action", CaseAction)
def test_an_action_leads_on_or_is_refused_with_what_is_possible(
    status: CaseStatus, action: CaseAction
) -> None:
    if action in CASES.legal(status):
        assert CASES.move(status, action).by
        return
    with pytest.raises(IllegalMove) as refused:
        CASES.move(status, action)
    assert refused.value.more["legal_actions"] == [str(one) for one in CASES.legal(status)]


FINAL = {
    CaseStatus.NOT_FILED,
    CaseStatus.WITHDRAWN,
    CaseStatus.HANDED_OVER,
}
AFTERWARDS = {CaseAction.TAKE_DOWN, CaseAction.HAND_IN, CaseAction.BANK_IN}
"""What is still owed after a decision, whatever has become of it."""


def test_a_case_ends_in_three_ways_for_good_and_a_closed_one_can_still_be_put_right() -> None:
    assert {status for status in CaseStatus if not CASES.legal(status)} == FINAL | {
        CaseStatus.CONVERTED
    }
    assert set(CASES.legal(CaseStatus.REVOKED)) == AFTERWARDS
    assert set(CASES.legal(CaseStatus.CLOSED)) == AFTERWARDS | {
        CaseAction.CHOOSE_PUBLICATION,
        CaseAction.FILE_DECISION,
        CaseAction.RECORD_REMEDY,
        CaseAction.REVOKE,
        CaseAction.CORRECT,
    }


def reachable(without: CaseAction | None = None) -> set[CaseStatus]:
    found, new = set(), {CaseStatus.CLUE}
    while new:
        found |= new
        steps = [move for move in CASES.moves if move.to and move.action is not without]
        new = {move.to for move in steps if move.origin & found} - found
    return found


def test_every_status_is_reached_from_a_clue() -> None:
    assert reachable() == set(CaseStatus)


def test_there_is_no_penalty_of_the_ordinary_procedure_around_its_notice() -> None:
    (decides,) = [move for move in CASES.moves if move.action is CaseAction.DECIDE]

    assert not decides.origin & reachable(without=CaseAction.NOTIFY)


def test_nobody_decides_who_investigates_and_nobody_reviews_but_the_reviewer() -> None:
    by = {move.action: set(move.by) for move in CASES.moves}

    assert by[CaseAction.DECIDE] == by[CaseAction.APPROVE_FILING] == {Holder.HEAD}
    assert by[CaseAction.REVIEW] == {Holder.REVIEWER}
    assert by[CaseAction.CLOSE_HEARING] == {Holder.CHAIR}
    assert all(
        by[one] == {Holder.HEAD}
        for one in (CaseAction.CLEAR, CaseAction.CLOSE, CaseAction.TRANSFER)
    )
    assert not any(by[one] & {Holder.PARTY} for one in CaseAction if one not in OF_THE_PARTY)


OF_THE_PARTY = {
    CaseAction.ASK_RECUSAL,
    CaseAction.DEFEND,
    CaseAction.REQUEST_HEARING,
    CaseAction.ASK_TIME,
}


@pytest.mark.parametrize("action", sorted(OF_THE_PARTY))
def test_what_a_party_says_an_officer_can_take_down(action: CaseAction) -> None:
    (move,) = [one for one in CASES.moves if one.action is action]

    assert set(move.by) == {Holder.PARTY, Holder.OFFICER}


def test_a_suspended_case_is_neither_investigated_nor_decided_until_it_is_resumed() -> None:
    for status in (CaseStatus.INVESTIGATING, CaseStatus.DECIDING):
        open_now = set(CASES.legal(status, shut(status, suspended=True)))
        assert CaseAction.RESUME in open_now
        assert not open_now & {
            CaseAction.DECIDE,
            CaseAction.ADD_EVIDENCE,
            CaseAction.END_INVESTIGATION,
        }
        assert CaseAction.RESUME not in CASES.legal(status, shut(status, suspended=False))


def test_a_decision_is_corrected_by_a_paper_or_revoked_and_never_taken_again() -> None:
    decided = [
        CaseStatus.DECIDED,
        CaseStatus.SERVED,
        CaseStatus.DEMANDED,
        CaseStatus.IN_COURT,
        CaseStatus.CLOSED,
    ]

    for status in decided:
        legal = CASES.legal(status)
        assert {CaseAction.CORRECT, CaseAction.REVOKE} <= set(legal)
        assert not {CaseAction.DECIDE, CaseAction.CLEAR, CaseAction.RETURN} & set(legal)


def test_grid_workers_have_no_step_of_a_case() -> None:
    assert {str(one) for one in Holder} == {
        "officer",
        "head",
        "reviewer",
        "chair",
        "party",
        "supervisor",
    }


# Refusals


def refusals(of: type[GateShut] = GateShut) -> Iterator[type[GateShut]]:
    for path in Path(enforcement.rules.__file__).parent.glob("*.py"):
        import_module(f"enforcement.rules.{path.stem}")
    for one in of.__subclasses__():
        yield one
        yield from refusals(one)


REFUSALS = sorted(refusals(), key=lambda one: one.__name__)


def test_every_refusal_has_a_name_of_its_own() -> None:
    assert len({one.slug for one in REFUSALS}) == len(REFUSALS) > 50
    assert len({one.title for one in REFUSALS}) == len(REFUSALS)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_tells_its_law_in_both_languages(refusal: type[GateShut]) -> None:
    for language in ("zh", "en"):
        told = refusal().document(language)
        assert told["citation"]["source"]
        assert told["title"]
    assert refusal.title.zh != refusal.title.en
