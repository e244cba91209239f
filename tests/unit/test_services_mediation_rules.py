"""Mediation: terms, the life of a case, what is owed in it, and what is counted, as pure decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kernel import clock
from kernel.states import IllegalMove
from services.mediation.rules import holding
from services.mediation.rules.agreeing import confirmable_until
from services.mediation.rules.case import (
    RUNNING,
    Agreement,
    Case,
    Link,
    MediationStatus,
    Party,
)
from services.mediation.rules.case_states import CASES, MediationAction
from services.mediation.rules.commands import CaseCommand, CaseFacts
from services.mediation.rules.committees import Committee, Member
from services.mediation.rules.duties import owed
from services.mediation.rules.figures import counted
from services.mediation.rules.moving import actions_of, level_of, move
from services.mediation.rules.refusals import HeldElsewhere
from services.mediation.rules.routes import routes_of
from services.mediation.rules.terms import end_of_months, visit_days
from services.mediation.rules.words import (
    AgreementForm,
    CommitteeChosenBy,
    DisputeKind,
    DisputeRiskLevel,
    DisputeRiskMark,
    DisputeSource,
    MediationFilePart,
)

NOW = datetime(2026, 11, 23, 10, tzinfo=clock.SHANGHAI)
VILLAGE = "140426106201"
HOLDER = Link("incident", "01M8323B80ZASBGN3Q5V2DNX69")
COMMITTEE = Committee(
    VILLAGE,
    (Member("md1", is_woman=True), Member("md2", is_woman=False), Member("md3", is_woman=False)),
    "md1",
    CommitteeChosenBy.VILLAGERS_MEETING,
    date(2026, 1, 10),
)


def case_of(status: MediationStatus = MediationStatus.REGISTERED, **more: object) -> Case:
    case = Case(
        id="01M8323B80ZASBGN3Q5V2DNX70",
        unit=VILLAGE,
        place=f"{VILLAGE}001",
        kind=DisputeKind.NEIGHBOURS,
        source=DisputeSource.FOUND,
        summary="争执",
        parties=(Party(1, "甲", "li"), Party(2, "乙", "wang")),
        opened_by="worker",
        opened_at=NOW,
        found_at=NOW,
        accept_by=NOW + timedelta(days=3),
        status=status,
    )
    given: dict[str, object] = {"mediators": ("md1",), "accepted_at": NOW} | more
    return replace(case, **(given if status is not MediationStatus.REGISTERED else more))  # type: ignore[arg-type]


def facts_of(person: str = "md1", **more: object) -> CaseFacts:
    facts = CaseFacts(person, person.startswith("md"), COMMITTEE, frozenset(), NOW)
    return replace(facts, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("chosen", "over"),
    [("2023-11-24", "2026-11-24"), ("2024-02-29", "2027-02-28"), ("2025-03-01", "2028-03-01")],
)
def test_a_term_is_three_years_also_from_the_29th_of_february(chosen: str, over: str) -> None:
    committee = replace(COMMITTEE, chosen_on=date.fromisoformat(chosen))

    assert committee.term_to == date.fromisoformat(over)


@pytest.mark.parametrize(
    ("begun", "last"),
    [("2026-11-23", "2026-12-23"), ("2027-01-31", "2027-02-28"), ("2026-12-05", "2027-01-05")],
)
def test_a_month_ends_on_the_day_of_the_same_number_or_the_last(begun: str, last: str) -> None:
    start = datetime.fromisoformat(f"{begun}T10:00:00+08:00")
    until = datetime.fromisoformat(f"{last}T00:00:00+08:00") + timedelta(days=1)

    assert end_of_months(start, 1) == until


def test_the_thirty_days_begin_on_the_day_after_effect_and_end_at_midnight() -> None:
    agreement = Agreement(AgreementForm.ORAL, "和好", NOW)
    assert confirmable_until(agreement) is None

    until = confirmable_until(replace(agreement, effective_at=NOW))

    assert until == datetime(2026, 12, 24, tzinfo=clock.SHANGHAI)


def test_a_last_day_in_a_holiday_moves_to_the_day_after_it() -> None:
    before = datetime(2026, 1, 20, 10, tzinfo=clock.SHANGHAI)
    until = confirmable_until(Agreement(AgreementForm.ORAL, "和好", before, effective_at=before))

    # The thirtieth day is 19 February 2026, within the Spring Festival of 15 to 23.
    assert until == datetime(2026, 2, 25, tzinfo=clock.SHANGHAI)


@pytest.mark.parametrize("mark", DisputeRiskMark)
@pytest.mark.parametrize("said", DisputeRiskLevel)
def test_a_level_is_never_lower_than_its_marks_nor_than_what_is_said(
    mark: DisputeRiskMark, said: DisputeRiskLevel
) -> None:
    order = list(DisputeRiskLevel)
    red = mark in {DisputeRiskMark.THREATS, DisputeRiskMark.WEAPONS}
    least = DisputeRiskLevel.RED if red else DisputeRiskLevel.ORANGE

    assert level_of(said, {mark}) is max(said, least, key=order.index)
    assert level_of(said, ()) is said


def test_a_mediator_who_leaves_the_committee_or_is_near_has_no_step() -> None:
    case = case_of(MediationStatus.ACCEPTED)
    assert MediationAction.AGREE in actions_of(case, facts_of())
    assert actions_of(case, facts_of(near=frozenset({"md1"}))) == []
    assert actions_of(case, facts_of(committee=replace(COMMITTEE, members=()))) == []
    assert actions_of(case, facts_of(committee=None)) == []
    assert actions_of(case, facts_of("li")) == [
        MediationAction.CLOSE_DOORS,
        MediationAction.WITHDRAW,
    ]
    assert actions_of(case, facts_of("worker")) == []


# What is owed


@pytest.mark.parametrize("status", MediationStatus)
def test_a_case_that_runs_owes_something_and_one_that_ended_nothing(
    status: MediationStatus,
) -> None:
    case = case_of(
        status,
        settle_by=NOW,
        report_by=NOW,
        followed_from=NOW,
        agreement=Agreement(AgreementForm.ORAL, "和好", NOW, date(2026, 12, 1), effective_at=NOW),
    )

    assert bool(owed(case)) is (status in RUNNING)
    assert owed(replace(case, held_by=HOLDER)) == []


def test_each_step_is_owed_once() -> None:
    case = case_of(MediationStatus.EFFECTIVE, followed_from=NOW)
    kinds = [(one.kind, one.of) for one in owed(case)]

    assert len(kinds) == len(set(kinds)) == len(visit_days()) == 3


# Held by another matter


@pytest.mark.parametrize("status", sorted(RUNNING))
def test_what_is_held_does_not_move_and_goes_on_with_the_time_that_was_left(
    status: MediationStatus,
) -> None:
    case = case_of(status, settle_by=NOW + timedelta(days=5))
    held = holding.hold(case, HOLDER, NOW).after
    with pytest.raises(HeldElsewhere):
        move(held, CaseCommand(MediationAction.WITHDRAW, reason="不愿"), facts_of("li"))
    with pytest.raises(IllegalMove):
        holding.hold(held, HOLDER, NOW)
    assert actions_of(held, facts_of()) == []

    back = holding.give_back(held, NOW + timedelta(days=10)).after

    assert back.held_by is None
    assert back.settle_by == NOW + timedelta(days=15)
    assert back.accept_by == NOW + timedelta(days=13)
    with pytest.raises(IllegalMove):
        holding.give_back(back, NOW)


def test_what_was_late_when_it_was_held_is_late_when_it_comes_back() -> None:
    late = case_of(MediationStatus.ACCEPTED, settle_by=NOW - timedelta(hours=1))
    held = holding.hold(late, HOLDER, NOW).after

    back = holding.give_back(held, NOW + timedelta(days=1)).after
    assert back.settle_by == late.settle_by


@pytest.mark.parametrize("status", sorted(set(MediationStatus) - RUNNING))
def test_what_has_ended_is_held_by_nothing(status: MediationStatus) -> None:
    with pytest.raises(IllegalMove):
        holding.hold(case_of(status), HOLDER, NOW)


# What is told, and counted


@pytest.mark.parametrize("kind", DisputeKind)
def test_every_failed_dispute_has_another_way(kind: DisputeKind) -> None:
    failed = case_of(MediationStatus.FAILED, kind=kind)

    codes = [one.code for one in routes_of(failed)]
    assert codes[-2:] == ["town_mediation", "suit"]
    assert ("labour_arbitration" in codes) is (kind is DisputeKind.LABOUR)
    at_town = replace(failed, unit=VILLAGE[:9])
    assert "town_mediation" not in [one.code for one in routes_of(at_town)]
    assert routes_of(case_of(MediationStatus.ACCEPTED)) == []


def test_there_are_fifteen_types_and_three_since_2021_and_a_file_of_five_and_seven_parts() -> None:
    assert len(DisputeKind) == 15 + 3
    assert len(MediationFilePart) == 5 + 7


def test_a_second_agreement_and_a_second_performance_count_once() -> None:
    first = Agreement(AgreementForm.ORAL, "和好", NOW, amount_fen=500, effective_at=NOW)
    before = case_of(MediationStatus.ACCEPTED)
    effective = case_of(MediationStatus.EFFECTIVE, agreement=first, agreements=1)
    performed = replace(effective, status=MediationStatus.PERFORMED, performed_at=NOW)
    reopened = replace(performed, status=MediationStatus.REOPENED)
    again = replace(reopened, status=MediationStatus.EFFECTIVE, agreements=2)
    done = replace(again, status=MediationStatus.PERFORMED)

    steps = [(before, effective), (effective, performed), (performed, reopened)]
    steps += [(reopened, again), (again, done)]
    assert [dict(counted(*step)) for step in steps] == [
        {"succeeded": 1, "fen": 500},
        {"performed": 1},
        {"broken": 1},
        {},
        {},
    ]


def test_nobody_but_the_clock_is_missing_from_the_table() -> None:
    assert {move.action for move in CASES.moves} == set(MediationAction)
    assert all(move.by for move in CASES.moves)
