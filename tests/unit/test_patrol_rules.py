"""The life of a grid worker's round."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from incidents.patrols.rules import rounds as rules
from incidents.patrols.rules.round_states import ROUNDS, Action, Event, Status
from incidents.patrols.rules.rounds import Round, RoundHasFindings, RoundIsOver, limits
from kernel.access import Caller, Role
from kernel.law import references
from kernel.problems import InvalidFields, NotAllowed, OutsideYourArea
from kernel.states import IllegalMove
from tests.support.incidents import CHIEF, GRID, MONDAY, NEIGHBOUR, OFFICER, VILLAGE, WORKER, caller
from tests.support.states import without_row

NEXT_GRID = VILLAGE + "002"
OF_TWO_GRIDS = caller("two", (Role.GRID_WORKER, GRID), (Role.GRID_WORKER, NEXT_GRID))
OF_TWO_VILLAGES = caller(
    "far", (Role.GRID_WORKER, GRID), (Role.GRID_WORKER, VILLAGE[:9] + "222001")
)
LIMIT = MONDAY + timedelta(hours=12)
MOMENT = timedelta(milliseconds=1)


def begun(*grids: str, by: Caller = WORKER) -> Round:
    return rules.begin(grids, number="n", caller=by, now=MONDAY, allowed=limits())


def test_a_round_goes_through_all_own_grids_unless_some_are_named() -> None:
    assert begun(by=OF_TWO_GRIDS).grids == (GRID, NEXT_GRID)
    assert begun(NEXT_GRID, by=OF_TWO_GRIDS).grids == (NEXT_GRID,)
    assert begun(GRID, GRID).grids == (GRID,)


def test_a_round_goes_through_no_grid_of_others() -> None:
    with pytest.raises(OutsideYourArea):
        begun(NEXT_GRID)
    with pytest.raises(NotAllowed):
        begun(GRID, by=CHIEF)


def test_a_round_stays_in_one_village_and_names_grids() -> None:
    with pytest.raises(InvalidFields):
        begun(by=OF_TWO_VILLAGES)
    with pytest.raises(InvalidFields):
        begun(VILLAGE, by=caller("w", (Role.GRID_WORKER, VILLAGE)))
    assert begun(GRID, by=OF_TWO_VILLAGES).id.village == VILLAGE


def test_a_forgotten_round_ends_at_its_limit_as_not_ended_by_the_worker() -> None:
    round_ = begun()

    assert rules.as_of(round_, LIMIT - MOMENT) is round_
    over = rules.as_of(round_, LIMIT)
    assert (over.status, over.ended_at) == (Status.NOT_ENDED, LIMIT)
    assert rules.as_of(over, LIMIT + timedelta(days=9)) is over


@pytest.mark.parametrize(
    ("action", "status"), [(Action.END, Status.ENDED), (Action.CANCEL, Status.CANCELLED)]
)
def test_a_worker_ends_or_cancels_a_round_once(action: Action, status: Status) -> None:
    after = rules.move(begun(), action, MONDAY)
    other = Action.CANCEL if action is Action.END else Action.END

    assert (after.status, after.ended_at) == (status, MONDAY)
    assert rules.move(after, action, LIMIT) is after
    with pytest.raises(RoundIsOver):
        rules.move(after, other, MONDAY)
    assert rules.actions_of(after, WORKER) == []


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("findings", [0, 1])
def test_an_action_is_offered_exactly_when_it_can_be_done(status: Status, findings: int) -> None:
    round_ = replace(begun(), status=status, findings=findings)

    for action in Action:
        offered = action in rules.actions_of(round_, WORKER)
        assert action not in rules.actions_of(round_, CHIEF)
        by_hand = status is Status.OPEN and action is not Action.LAPSE
        assert offered is (by_hand and not (action is Action.CANCEL and findings))
        if offered:
            assert rules.move(round_, action, MONDAY).status is ROUNDS.move(status, action).to


@pytest.mark.parametrize("action", [Action.END, Action.CANCEL])
def test_without_its_row_an_action_is_neither_offered_nor_done(
    monkeypatch: pytest.MonkeyPatch, action: Action
) -> None:
    round_ = begun()
    before = rules.actions_of(round_, WORKER)

    without_row(monkeypatch, ROUNDS, action)

    assert action in before
    assert action not in rules.actions_of(round_, WORKER)
    with pytest.raises(IllegalMove):
        rules.move(round_, action, MONDAY)


def test_the_history_tells_how_a_round_ended() -> None:
    assert rules.event_of_ending(rules.move(begun(), Action.END, MONDAY)) is Event.ENDED
    assert rules.event_of_ending(rules.move(begun(), Action.CANCEL, MONDAY)) is Event.CANCELLED
    assert rules.event_of_ending(rules.as_of(begun(), LIMIT)) is Event.NOT_ENDED


def test_a_round_past_its_limit_is_not_ended_any_more() -> None:
    with pytest.raises(RoundIsOver):
        rules.move(rules.as_of(begun(), LIMIT), Action.END, LIMIT)


def test_a_round_with_findings_is_ended_and_not_cancelled() -> None:
    round_ = rules.found(begun(), MONDAY)

    assert round_.findings == 1
    assert rules.actions_of(round_, WORKER) == [Action.END]
    with pytest.raises(RoundHasFindings):
        rules.move(round_, Action.CANCEL, MONDAY)
    assert rules.move(round_, Action.END, MONDAY).findings == 1


def test_nothing_is_found_on_a_round_that_is_over() -> None:
    assert rules.found(begun(), LIMIT - MOMENT)
    with pytest.raises(RoundIsOver):
        rules.found(begun(), LIMIT)
    with pytest.raises(RoundIsOver):
        rules.found(rules.move(begun(), Action.END, MONDAY), MONDAY)


def test_a_finding_without_a_place_lies_in_the_only_grid_of_the_round() -> None:
    assert rules.place_of_finding(begun()) == GRID
    with pytest.raises(InvalidFields) as refused:
        rules.place_of_finding(begun(by=OF_TWO_GRIDS))
    assert refused.value.more["grids"] == [GRID, NEXT_GRID]


def test_a_round_is_seen_by_its_worker_its_chief_and_the_officers_over_it() -> None:
    round_ = begun()
    colleague = caller("colleague", (Role.GRID_WORKER, GRID))
    next_chief = caller("next", (Role.GRID_CHIEF, NEXT_GRID))

    assert all(rules.may_see(round_, who) for who in (WORKER, CHIEF, OFFICER))
    assert not any(rules.may_see(round_, who) for who in (colleague, next_chief, NEIGHBOUR))


def test_a_round_knows_no_place_but_its_grids() -> None:
    assert {field.name for field in fields(Round)} == {
        *("id", "worker", "grids", "began_at", "limit_at", "status", "ended_at", "findings"),
        *("steps", "version"),
    }


def test_no_limit_of_a_round_stands_without_a_source() -> None:
    said = json.loads((Path(rules.__file__).parent / "limits.json").read_text(encoding="utf-8"))

    numbers = set(said) - {"sources", "valid_from", "valid_to"}
    assert {of for of, _ in references(said["sources"])} == numbers
    assert begun().limit_at == LIMIT
