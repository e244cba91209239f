"""Places on the rounds: when they are due, by their interval, a season or a warning; and warnings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kernel import clock
from kernel.clock import day_of
from kernel.problems import InvalidFields, NotAllowed
from kernel.states import IllegalMove, WordsMissing
from services.hazards.rules.calendar import planned
from services.hazards.rules.checklists import HazardKind
from services.hazards.rules.place_states import PlaceAction
from services.hazards.rules.places import (
    Due,
    Found,
    Place,
    PlaceClass,
    PlaceCommand,
    PlaceKind,
    due_at,
    move,
    repeat_until,
    with_finding,
)
from services.hazards.rules.warnings import TooManyWarnings, Warned, Warnings, give
from tests.support.county import GRID
from tests.support.hazards import NOW, VILLAGE_OFFICER, WORKER

SLOPE = (HazardKind.SLOPE,)


def place(kind: str = "slope", watch: str = "ordinary", **more: Any) -> Place:
    said: dict[str, Any] = {
        "id": "P1",
        "grid": GRID,
        "kind": PlaceKind(kind),
        "watch": PlaceClass(watch),
        "name": "后山坡",
        "where": "村后",
        "checklists": SLOPE,
        "owner": None,
        "entered_at": NOW,
    }
    return Place(**(said | more))


def warned(at: datetime, kinds: tuple[HazardKind, ...] = SLOPE) -> Warned:
    return Warned("W1", kinds, "暴雨橙色预警", at, at + timedelta(days=1))


def due(one: Place, day: date, *warnings: Warned) -> Due:
    return due_at(one, day, [r for r in planned(day, day) if r.first <= day], warnings)


def visited(one: Place, at: datetime) -> Place:
    return move(one, PlaceCommand(PlaceAction.CHECK, done_at=at), WORKER, at).after


def test_a_place_is_due_on_the_day_it_is_entered() -> None:
    assert place().due_on == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "watch", "on"),
    [
        ("shop", "ordinary", date(2026, 12, 23)),
        ("house", "ordinary", date(2027, 5, 23)),
        ("house", "watched", date(2026, 12, 23)),
        ("machine", "ordinary", date(2027, 11, 23)),
        ("slope", "unsafe", date(2026, 12, 23)),
    ],
)
def test_a_place_is_due_again_when_its_interval_is_over(kind: str, watch: str, on: date) -> None:
    one = visited(place(kind, watch), NOW)

    assert one.due_on == on
    assert not due(one, on - timedelta(days=1)).by_interval
    assert due(one, on).by_interval


def test_a_round_makes_a_place_due_until_it_is_visited_on_it() -> None:
    before = visited(place(), datetime(2026, 4, 30, 12, tzinfo=clock.SHANGHAI))
    on_it = visited(before, datetime(2026, 5, 1, 0, 1, tzinfo=clock.SHANGHAI))

    assert [one.id for one in due(before, date(2026, 5, 2)).rounds] == ["before-floods"]
    assert not due(on_it, date(2026, 5, 2))
    assert [one.id for one in due(on_it, date(2026, 6, 1)).rounds] == ["in-floods"]


def test_a_round_of_ponds_is_none_of_a_slope() -> None:
    assert not due(visited(place(), NOW), date(2026, 12, 28)).rounds


def test_a_slope_visited_before_the_rain_warning_of_the_same_day_is_visited_again() -> None:
    one = visited(place(), NOW)

    assert due(one, day_of(NOW), warned(NOW + timedelta(seconds=1))).warnings
    assert not due(one, day_of(NOW), warned(NOW)).warnings


def test_a_slope_round_at_night_counts_for_the_warning_of_that_night() -> None:
    at_night = datetime(2026, 7, 20, 23, 40, tzinfo=clock.SHANGHAI)
    after_midnight = at_night + timedelta(minutes=50)

    one = visited(place(entered_at=at_night), at_night - timedelta(hours=8))
    assert due(one, day_of(at_night), warned(at_night)).warnings
    assert not due(visited(one, after_midnight), day_of(after_midnight), warned(at_night)).warnings


def test_a_warning_of_rain_does_not_make_a_shop_due() -> None:
    shop = visited(place("shop", checklists=(HazardKind.SMALL_VENUE,)), NOW)

    assert not due(shop, day_of(NOW), warned(NOW + timedelta(hours=1))).warnings


def test_an_older_visit_that_arrives_later_takes_nothing_back() -> None:
    one = visited(place(), NOW)

    late = PlaceCommand(PlaceAction.CHECK, done_at=NOW - timedelta(days=3))
    assert move(one, late, WORKER, NOW + timedelta(hours=1)).after.visited_at == NOW


def test_a_change_says_why_and_keeps_the_rest() -> None:
    one = place()

    with pytest.raises(WordsMissing):
        move(one, PlaceCommand(PlaceAction.CHANGE, name="前山坡"), WORKER, NOW)
    said = PlaceCommand(PlaceAction.CHANGE, reason="裂缝扩大", watch=PlaceClass.UNSAFE)
    changed = move(one, said, WORKER, NOW).after
    assert (changed.watch, changed.name) == (PlaceClass.UNSAFE, one.name)


def test_an_officer_takes_a_place_off_the_rounds_and_nothing_is_done_there_any_more() -> None:
    retire = PlaceCommand(PlaceAction.RETIRE, reason="已治理")

    with pytest.raises(NotAllowed):
        move(place(), retire, WORKER, NOW)
    retired = move(place(), retire, VILLAGE_OFFICER, NOW).after
    with pytest.raises(IllegalMove):
        move(retired, PlaceCommand(PlaceAction.CHECK), WORKER, NOW)


def test_a_place_knows_the_newest_finding_of_each_item() -> None:
    first = Found(HazardKind.SLOPE, "rockfall", "F1", date(2026, 1, 5))
    other = replace(first, item="gully", finding="F2")
    newer = replace(first, finding="F3", on=date(2026, 3, 5))

    one = place()
    for found in (first, other, newer):
        one = with_finding(one, found).after

    assert [each.finding for each in one.found] == ["F2", "F3"]


def test_a_repeat_is_one_within_twelve_months_the_last_day_included() -> None:
    found = Found(HazardKind.SLOPE, "rockfall", "F1", date(2026, 11, 23))

    assert repeat_until(found) == date(2027, 11, 23)


# Warnings


def test_a_warning_holds_seven_days_at_most() -> None:
    week = timedelta(days=7)
    at = datetime(2026, 7, 1, tzinfo=UTC)

    assert give(Warnings(GRID), replace(warned(at), until=at + week)).version == 1
    for until in (at, at + week + timedelta(seconds=1)):
        with pytest.raises(InvalidFields):
            give(Warnings(GRID), replace(warned(at), until=until))


def test_a_unit_has_five_warnings_at_once_and_those_that_are_over_make_room() -> None:
    warnings = Warnings(GRID)
    for _ in range(5):
        warnings = give(warnings, warned(NOW))

    with pytest.raises(TooManyWarnings):
        give(warnings, warned(NOW))
    assert len(give(warnings, warned(NOW + timedelta(days=1))).given) == 1
