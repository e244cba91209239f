"""How far a badge counts."""

from __future__ import annotations

from kernel.access import Role
from tests.support.incidents import OFFICER, caller
from workspace.badges.counters import COUNTERS
from workspace.badges.rules import MOST_COUNTED, MOST_PLACES, Waiting, count_at


def looking_at(held: dict[str, int], asked: list[tuple[str, int]]):
    def look(place: str, most: int) -> Waiting:
        asked.append((place, most))
        return Waiting(min(held[place], most), held[place] > most)

    return look


def test_what_waits_at_several_units_is_counted_together() -> None:
    asked: list[tuple[str, int]] = []

    assert count_at(["b", "a", "b"], looking_at({"a": 2, "b": 3}, asked)) == Waiting(5)
    assert asked == [("a", MOST_COUNTED), ("b", MOST_COUNTED - 2)]


def test_a_full_badge_is_counted_no_further() -> None:
    asked: list[tuple[str, int]] = []
    held = {"a": MOST_COUNTED, "b": 1}

    assert count_at(held, looking_at(held, asked)) == Waiting(MOST_COUNTED, more=True)
    assert [place for place, _ in asked] == ["a"]


def test_a_unit_with_more_than_a_badge_shows_says_so() -> None:
    assert count_at(["a"], looking_at({"a": 200}, [])) == Waiting(MOST_COUNTED, more=True)


def test_of_somebody_with_posts_everywhere_some_units_are_counted_and_more_is_said() -> None:
    held = {f"u{number:02d}": 0 for number in range(MOST_PLACES + 1)}
    asked: list[tuple[str, int]] = []

    assert count_at(held, looking_at(held, asked)) == Waiting(0, more=True)
    assert len(asked) == MOST_PLACES


def test_no_two_counters_have_one_name() -> None:
    assert len({counter.name for counter in COUNTERS}) == len(COUNTERS)


def test_whoever_holds_no_post_costs_no_query_but_that_of_the_inbox() -> None:
    resident = caller("resident", (Role.RESIDENT, OFFICER.posts[0].unit))

    for counter in COUNTERS:
        if counter.name != "inbox":
            assert counter.count(resident) == Waiting(0)
