from datetime import date, timedelta

import pytest

from kernel.access import Caller, Post, Role
from kernel.problems import InvalidFields, NotFound
from kernel.units import Level
from registry.rules.apart import KinApart, PostsApart, refuse_kin
from registry.rules.posts import (
    LEVELS,
    MOST_POSTS,
    PostClash,
    TooManyPosts,
    end,
    faults_of,
    go_on,
    held_without_a_gap,
    place,
    refuse_past,
    terms_shown,
    unended,
    yesterday,
)
from registry.rules.reach import APPOINTERS, reaches_everything

CODES = {
    Level.COUNTY: "140426",
    Level.TOWN: "140426106",
    Level.VILLAGE: "140426106201",
    Level.GRID: "140426106201001",
}
GRID = CODES[Level.GRID]
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def worker(first: date, last: date | None = None, unit: str = GRID) -> Post:
    return Post(Role.GRID_WORKER, unit, first, last)


@pytest.mark.parametrize("level", CODES)
@pytest.mark.parametrize("role", Role)
def test_a_role_is_held_at_the_levels_of_the_table_and_at_no_other(
    role: Role, level: Level
) -> None:
    faults = faults_of(Post(role, CODES[level], TODAY))

    assert [fault.field for fault in faults] == ([] if level in LEVELS[role] else ["unit"])


@pytest.mark.parametrize(
    ("role", "department", "fits"),
    [
        (Role.COUNTY_OFFICER, "140426-SLJ", True),
        (Role.COUNTY_OFFICER, "140426106-D01", False),
        (Role.TOWN_OFFICER, "140426106-D01", True),
        (Role.TOWN_OFFICER, "140426-SLJ", False),
        (Role.COUNTY_ADMIN, "140426-SLJ", False),
        (Role.GRID_WORKER, "140426106-D01", False),
    ],
)
def test_a_department_is_staffed_with_officers_of_its_own_office(role, department, fits) -> None:
    assert (faults_of(Post(role, department, TODAY)) == []) is fits


def test_every_role_has_its_levels() -> None:
    assert set(LEVELS) == set(Role)
    assert all(LEVELS.values())


def test_grid_workers_serve_grids_only() -> None:
    assert LEVELS[Role.GRID_WORKER] == LEVELS[Role.GRID_CHIEF] == {Level.GRID}


def test_a_town_appoints_below_itself_and_never_its_own() -> None:
    appointed_by_towns = {
        level for level, roles in APPOINTERS.items() if Role.TOWN_OFFICER in roles
    }

    assert appointed_by_towns == {Level.VILLAGE, Level.GRID}


def test_a_post_of_one_day_is_a_post() -> None:
    assert faults_of(worker(TODAY, TODAY)) == []


def test_a_post_may_not_end_before_it_begins() -> None:
    assert [fault.field for fault in faults_of(worker(TODAY, TODAY - DAY))] == ["valid_to"]


def test_a_post_that_does_not_fit_its_unit_is_not_placed() -> None:
    with pytest.raises(InvalidFields):
        place((), Post(Role.GRID_WORKER, CODES[Level.VILLAGE], TODAY), TODAY)


def test_a_worker_may_serve_many_grids() -> None:
    first, second = worker(TODAY), worker(TODAY, unit=GRID[:-1] + "2")

    assert set(place((first,), second, TODAY)) == {first, second}


def test_the_same_post_again_changes_nothing() -> None:
    posts = place((), worker(TODAY), TODAY)

    assert place(posts, worker(TODAY), TODAY) == posts


def test_the_same_post_with_another_last_day_is_extended() -> None:
    posts = place((), worker(TODAY, TODAY + DAY), TODAY)

    assert place(posts, worker(TODAY), TODAY) == (worker(TODAY),)


def test_terms_at_one_unit_may_follow_each_other() -> None:
    former = worker(date(2025, 1, 1), TODAY - DAY)

    assert place((former,), worker(TODAY), TODAY) == (former, worker(TODAY))


@pytest.mark.parametrize(
    "held",
    [
        worker(date(2025, 1, 1)),
        worker(date(2025, 1, 1), TODAY),
        worker(TODAY + 10 * DAY),
        worker(date(2025, 1, 1), TODAY + DAY),
    ],
)
def test_terms_at_one_unit_never_overlap(held: Post) -> None:
    with pytest.raises(PostClash):
        place((held,), worker(TODAY, TODAY + 20 * DAY), TODAY)


def test_a_fixed_term_is_continued_while_it_still_runs() -> None:
    running = worker(date(2025, 1, 1), TODAY + DAY)
    next_one = worker(TODAY + 2 * DAY, TODAY + 9 * DAY)

    assert place((running,), next_one, TODAY) == (running, next_one)


def test_a_mistyped_end_is_undone_or_put_off_before_it_comes() -> None:
    mistyped = worker(date(2025, 1, 1), TODAY)

    assert go_on((mistyped,), mistyped, None, TODAY) == (worker(date(2025, 1, 1)),)
    assert go_on((mistyped,), mistyped, TODAY + DAY, TODAY)[0].valid_to == TODAY + DAY
    assert end((mistyped,), mistyped, TODAY + DAY, TODAY)[0].valid_to == TODAY + DAY


def test_an_end_that_has_come_stays() -> None:
    ended = worker(date(2025, 1, 1), TODAY - DAY)

    with pytest.raises(PostClash):
        go_on((ended,), ended, None, TODAY)
    with pytest.raises(PostClash):
        place((ended,), worker(date(2025, 1, 1)), TODAY)


def test_a_term_does_not_run_on_into_the_next() -> None:
    first, second = worker(date(2025, 1, 1), TODAY), worker(TODAY + DAY)

    with pytest.raises(PostClash):
        go_on((first, second), first, None, TODAY)


@pytest.mark.parametrize(
    ("spans", "through"),
    [
        ([], TODAY - DAY),
        ([(TODAY - DAY, date.max)], date.max),
        ([(TODAY - DAY, TODAY), (TODAY + DAY, date.max)], date.max),
        ([(TODAY - DAY, TODAY), (TODAY + 2 * DAY, date.max)], TODAY),
        ([(TODAY + DAY, date.max)], TODAY - DAY),
    ],
)
def test_a_post_is_held_without_a_gap_through_the_last_day_before_the_first_without_anybody(
    spans: list[tuple[date, date]], through: date
) -> None:
    assert held_without_a_gap(spans, TODAY) == through


def test_a_post_does_not_begin_in_the_past() -> None:
    refuse_past(worker(TODAY), TODAY)
    with pytest.raises(InvalidFields):
        refuse_past(worker(TODAY - DAY), TODAY)


def test_the_list_of_posts_has_an_end() -> None:
    held = tuple(
        worker(TODAY, unit=f"{GRID[:-3]}{number:03d}") for number in range(1, MOST_POSTS + 1)
    )

    with pytest.raises(TooManyPosts):
        place(held, worker(TODAY, unit=GRID[:-3] + "999"), TODAY)


def test_a_post_ended_at_once_is_not_held_today() -> None:
    (ended,) = end((worker(date(2026, 1, 1)),), worker(date(2026, 1, 1)), yesterday(TODAY), TODAY)

    assert ended.holds_on(TODAY - DAY)
    assert not ended.holds_on(TODAY)


def test_a_post_ended_before_it_began_leaves_the_list() -> None:
    assert end((worker(TODAY),), worker(TODAY), yesterday(TODAY), TODAY) == ()


def test_only_a_post_that_is_held_can_be_ended() -> None:
    with pytest.raises(NotFound):
        end((worker(TODAY),), worker(TODAY - DAY), TODAY, TODAY)


def test_ending_does_not_extend() -> None:
    ended = worker(date(2026, 1, 1), TODAY - DAY)

    with pytest.raises(PostClash):
        end((ended,), ended, TODAY, TODAY)


def test_the_staff_of_a_unit_shows_the_terms_that_run_or_come_or_else_the_latest() -> None:
    former, present = worker(date(2025, 1, 1), date(2025, 12, 31)), worker(date(2026, 1, 1), TODAY)
    following = worker(TODAY + DAY)

    def shown(*posts: Post, role: Role = Role.GRID_WORKER) -> list[Post]:
        return terms_shown(posts, role, GRID, TODAY)

    assert shown(former, present, following) == [present, following]
    assert shown(former) == [former]
    assert shown(former, role=Role.GRID_CHIEF) == []


@pytest.mark.parametrize(
    ("posts", "reached"),
    [
        ((), False),
        ((worker(TODAY),), True),
        ((worker(TODAY), worker(TODAY, unit="140426105201001")), False),
        ((Post(Role.TOWN_OFFICER, "140426106", TODAY),), False),
    ],
)
def test_a_town_officer_changes_persons_who_serve_below_the_town_only(
    posts: tuple[Post, ...], reached: bool
) -> None:
    officer = Caller("to", "演示", (Post(Role.TOWN_OFFICER, "140426106", TODAY),))

    assert reaches_everything(officer, posts) is reached


@pytest.mark.parametrize(
    ("home", "reached"),
    [(GRID, True), ("140426106201", True), ("140426105201001", False), (None, False)],
)
def test_a_town_officer_reaches_who_has_no_post_through_the_household(
    home: str | None, reached: bool
) -> None:
    officer = Caller("to", "演示", (Post(Role.TOWN_OFFICER, "140426106", TODAY),))

    assert reaches_everything(officer, (), home) is reached


@pytest.mark.parametrize(
    ("post", "counts"),
    [
        (worker(date(2025, 1, 1)), True),
        (worker(date(2025, 1, 1), TODAY), True),
        (worker(TODAY + DAY), True),
        (worker(date(2025, 1, 1), TODAY - DAY), False),
    ],
)
def test_a_post_counts_until_its_last_day_is_over(post: Post, counts: bool) -> None:
    assert (unended([post], TODAY) == [post]) is counts


@pytest.mark.parametrize(
    ("held", "wanted", "article"),
    [
        (Role.COLLECTIVE_DIRECTOR, Role.COLLECTIVE_SUPERVISOR, "34"),
        (Role.COLLECTIVE_SUPERVISOR, Role.BOOKKEEPER, "34"),
        (Role.CASHIER, Role.COLLECTIVE_SUPERVISOR, "34"),
        (Role.BOOKKEEPER, Role.CASHIER, "35"),
    ],
)
def test_who_keeps_or_runs_a_collective_does_not_watch_it_and_books_are_kept_apart_from_money(
    held: Role, wanted: Role, article: str
) -> None:
    village = "140426106221"
    first = Post(held, village, date(2025, 1, 1), TODAY + DAY)

    with pytest.raises(PostsApart) as refused:
        place((first,), Post(wanted, village, TODAY + DAY), TODAY)

    assert refused.value.more["citation"].articles == (article,)
    later = Post(wanted, village, TODAY + 2 * DAY)
    assert set(place((first,), later, TODAY)) == {first, later}
    elsewhere = Post(wanted, "140426106222", TODAY)
    assert elsewhere in place((first,), elsewhere, TODAY)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (Role.COLLECTIVE_DIRECTOR, Role.COLLECTIVE_SUPERVISOR),
        (Role.BOOKKEEPER, Role.COLLECTIVE_SUPERVISOR),
        (Role.CASHIER, Role.COLLECTIVE_SUPERVISOR),
        (Role.COLLECTIVE_SUPERVISOR, Role.COLLECTIVE_DIRECTOR),
    ],
)
def test_a_near_relative_of_who_runs_a_collective_does_not_watch_it(
    held: Role, wanted: Role
) -> None:
    village = "140426106221"
    of_kin = Post(held, village, date(2025, 1, 1), TODAY + DAY)

    with pytest.raises(KinApart) as refused:
        refuse_kin([of_kin], Post(wanted, village, TODAY + DAY))

    assert refused.value.more["citation"].articles == ("34",)
    refuse_kin([of_kin], Post(wanted, village, TODAY + 2 * DAY))
    refuse_kin([of_kin], Post(wanted, "140426106222", TODAY))
    refuse_kin([of_kin], Post(Role.GRID_WORKER, f"{village}001", TODAY))
