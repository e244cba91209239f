"""A clue that turns out to be something else stands still meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from enforcement.rules.case import Case
from enforcement.rules.case_conversion import convert, has_ended_now, take_up
from enforcement.rules.case_moves import opened
from enforcement.rules.case_parts import Duty
from enforcement.rules.case_steps import CaseStatus
from enforcement.rules.clue_sources import ClueSource
from kernel.states import IllegalMove
from tests.support.county import MONDAY, TOWN, VILLAGE

LATER = MONDAY + timedelta(days=40)


def clue(status: CaseStatus = CaseStatus.CLUE) -> Case:
    case = Case(
        "c1",
        TOWN,
        VILLAGE,
        "焚烧秸秆",
        ClueSource.REPORT,
        "p-gw-01",
        MONDAY,
        MONDAY,
        MONDAY,
    )
    (owed,) = opened(case, MONDAY).begun
    return replace(case, status=status, duties=(Duty(owed.kind, "d1", owed.due_at),))


def due(case: Case, now: datetime) -> datetime:
    (owed,) = opened(case, now).begun
    return owed.due_at


def test_while_it_is_something_else_nothing_is_owed_of_a_clue() -> None:
    change = convert(clue(), "mediation:m1", MONDAY)

    assert (change.after.status, change.after.converted) == (CaseStatus.CONVERTED, "mediation:m1")
    assert (change.begun, change.ended, change.done) == ((), ("d1",), False)


def test_a_clue_that_is_taken_up_again_has_the_days_that_were_left() -> None:
    before = clue()
    after = take_up(convert(before, "mediation:m1", MONDAY).after, LATER).after

    assert (after.status, after.converted) == (CaseStatus.CLUE, None)
    assert due(after, LATER) > LATER > due(before, MONDAY)


@pytest.mark.parametrize("status", [one for one in CaseStatus if one is not CaseStatus.CLUE])
def test_what_is_a_case_stays_one(status: CaseStatus) -> None:
    with pytest.raises(IllegalMove):
        convert(clue(status), "mediation:m1", MONDAY)


def test_whoever_had_the_matter_before_hears_once_that_enforcement_has_ended() -> None:
    ended = clue(CaseStatus.NOT_FILED)

    assert has_ended_now(clue(), ended)
    assert not has_ended_now(ended, ended)
    assert not has_ended_now(clue(), clue(CaseStatus.FILING))
