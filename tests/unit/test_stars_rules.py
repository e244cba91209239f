"""Stars of villages: what a scheme may say, who takes which step, what the figures bear out, and the two sums that are one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kernel import clock
from kernel.access import Caller, Post, Role
from kernel.problems import InvalidFields, NotAllowed, Problem
from kernel.states import IllegalMove, WordsMissing
from kernel.texts import Text
from kernel.working_time import Limit, add
from reports.stars.rules import rounds, tallies
from reports.stars.rules.moves import (
    OwnStarRating,
    StarCommand,
    StarCountUnderWay,
    StarFacts,
    StarFiguresNotCounted,
    StarsNotBorneOut,
    end,
    move,
)
from reports.stars.rules.rating_states import RATINGS, StarRatingAction, StarRatingStatus
from reports.stars.rules.ratings import StarRating, StarRatingChange, actions_of, id_of, waiting
from reports.stars.rules.scheme import (
    Item,
    Star,
    StarScheme,
    StarSchemeDoesNotHold,
    parse,
    refuse_uncounted,
)
from reports.stars.rules.tallies import StarSumsDiffer, StarTally
from reports.stars.store.things import SCHEME
from reports.store.catalogue import catalogue
from tests.support.offers import by_hand, disagreements
from tests.support.states import without_row

_A, _S = StarRatingAction, StarRatingStatus
VILLAGE, TOWN, COUNTY = "140426106201", "140426106", "140426"
NOW = datetime(2026, 12, 1, 9, tzinfo=clock.SHANGHAI)
RATE_BY = datetime(2027, 1, 16, tzinfo=clock.SHANGHAI)


def star(code: str, *items: Item) -> Star:
    return Star(code, Text(code, code), items)


def item(figure: str, at_least: int | None) -> Item:
    return Item(figure, Text(figure, figure), figure, at_least)


SCHEMED = StarScheme(
    (
        star("industry", item("economic_value_fen", 100)),
        star("governance", item("matters_decided", 2), item("disputes_mediated", None)),
    )
)
COUNTED = {"economic_value_fen": 100, "matters_decided": 2, "disputes_mediated": 0}


def somebody(person: str, role: Role, unit: str) -> Caller:
    return Caller(person, person, (Post(role, unit, date(2026, 1, 1)),))


VILLAGER = somebody("v", Role.VILLAGE_OFFICER, VILLAGE)
CHECKER = somebody("t", Role.TOWN_OFFICER, TOWN)
AWARDER = somebody("c", Role.COUNTY_OFFICER, COUNTY)
EVERY_POST = Caller("all", "all", (*VILLAGER.posts, *CHECKER.posts, *AWARDER.posts))


def facts(caller: Caller, figures: dict[str, int] | None = COUNTED, **more: Any) -> StarFacts:
    known: dict[str, Any] = {"now": NOW, "counting": False, "new_count": "count-2"} | more
    return StarFacts(caller=caller, scheme=SCHEMED, figures=figures, **known)


def fresh(**more: Any) -> StarRating:
    return replace(StarRating(id_of(VILLAGE, 2026), VILLAGE, 2026, 0, RATE_BY), **more)


def step(rating: StarRating, caller: Caller, action: StarRatingAction, **said: Any) -> StarRating:
    return move(rating, StarCommand(action, **said), facts(caller)).after


def rated(*stars: str) -> StarRating:
    return step(fresh(), VILLAGER, _A.RATE, stars=stars or ("industry", "governance"))


def checked() -> StarRating:
    return step(rated(), CHECKER, _A.CHECK, stars=("industry", "governance"))


def awarded(*stars: str) -> StarRating:
    return step(checked(), AWARDER, _A.AWARD, stars=stars or ("industry", "governance"))


def document(*stars: dict[str, Any]) -> dict[str, Any]:
    return {"stars": list(stars)}


def said_star(code: str = "a", figure: str = "matters_decided", items: int = 1) -> dict[str, Any]:
    name = {"zh": "某", "en": "some"}
    one = {"name": name, "figure": figure, "at_least": None}
    return {"code": code, "name": name, "items": [one | {"code": f"i{n}"} for n in range(items)]}


# The scheme


def test_the_packaged_scheme_has_the_five_stars_of_the_article() -> None:
    names = [one.name.zh for one in SCHEME.packaged().value.stars]

    assert names == ["产业兴旺", "生态宜居", "乡风文明", "治理有效", "生活富裕"]


def test_every_item_of_the_packaged_scheme_rests_on_a_figure_counted_of_villages() -> None:
    refuse_uncounted(SCHEME.packaged().value, catalogue())


def test_a_scheme_does_not_rest_on_a_figure_that_is_counted_of_towns_alone_or_on_none_at_all() -> (
    None
):
    for figure in ("penalties", "typed_by_hand"):
        with pytest.raises(StarSchemeDoesNotHold) as refused:
            refuse_uncounted(parse(document(said_star(figure=figure)), 0), catalogue())

        assert [one.field for one in refused.value.more["errors"]] == ["stars.0.items.0.figure"]


@pytest.mark.parametrize(
    "wrong",
    [
        document(),
        document(said_star(), said_star()),
        document(said_star(items=0)),
        document(said_star(items=11)),
        document(*(said_star(f"s{n}") for n in range(11))),
    ],
    ids=["no star", "a star twice", "no item", "too many items", "too many stars"],
)
def test_a_scheme_that_is_none_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(StarSchemeDoesNotHold):
        parse(wrong, 0)


# From the village's own word to the award


def test_a_village_rates_itself_the_town_checks_and_the_county_awards() -> None:
    done = awarded("governance")

    assert done.claimed == ("industry", "governance")
    assert done.checked == ("industry", "governance")
    assert done.stars == ("governance",)
    assert done.status is _S.AWARDED
    assert done.awarded_on == NOW.date()


def test_stars_are_kept_in_the_order_of_the_scheme_however_they_are_named() -> None:
    assert rated("governance", "industry").claimed == ("industry", "governance")


def test_rating_begins_a_snapshot_of_the_figures() -> None:
    assert rated().count == "count-2"


@pytest.mark.parametrize("names", [("industry", "industry"), ("nothing",)])
def test_a_star_that_is_none_or_named_twice_is_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(InvalidFields):
        rated(*names)


def test_the_town_adds_no_star_the_village_did_not_claim() -> None:
    with pytest.raises(InvalidFields):
        step(rated("industry"), CHECKER, _A.CHECK, stars=("industry", "governance"))


def test_the_county_awards_no_star_the_town_did_not_find_right() -> None:
    passed = step(rated(), CHECKER, _A.CHECK, stars=("industry",))

    with pytest.raises(InvalidFields):
        step(passed, AWARDER, _A.AWARD, stars=("governance",))


@pytest.mark.parametrize("caller", [VILLAGER, AWARDER])
def test_nobody_but_the_town_checks(caller: Caller) -> None:
    with pytest.raises(NotAllowed):
        step(rated(), caller, _A.CHECK, stars=("industry",))


def test_nobody_of_another_village_rates_this_one() -> None:
    stranger = somebody("x", Role.VILLAGE_OFFICER, "140426106202")

    with pytest.raises(NotAllowed):
        step(fresh(), stranger, _A.RATE, stars=("industry",))


def test_who_rated_the_village_does_not_check_it_whatever_the_posts() -> None:
    both = Caller("v", "v", (*VILLAGER.posts, *CHECKER.posts))

    with pytest.raises(OwnStarRating):
        step(rated(), both, _A.CHECK, stars=("industry",))
    assert _A.CHECK not in actions_of(rated(), both)


def test_who_checked_does_not_award() -> None:
    both = Caller("t", "t", (*CHECKER.posts, *AWARDER.posts))

    with pytest.raises(OwnStarRating):
        step(checked(), both, _A.AWARD, stars=("industry",))


def test_a_village_that_claims_no_star_says_why_and_owes_nothing_more() -> None:
    with pytest.raises(WordsMissing):
        step(fresh(), VILLAGER, _A.FORGO)

    forgone = step(fresh(), VILLAGER, _A.FORGO, reason="今年重建")
    assert forgone.status is _S.NOT_AWARDED
    assert waiting(forgone, NOW) is None


def test_what_the_town_sends_back_is_rated_anew_and_what_the_county_sends_back_is_checked_anew() -> (
    None
):
    assert step(rated(), CHECKER, _A.SEND_BACK, reason="请补充").status is _S.TO_RATE
    assert step(checked(), AWARDER, _A.SEND_BACK, reason="请复核").status is _S.AT_TOWN


@pytest.mark.parametrize("person", ["v", "t", "c", "somebody"])
@pytest.mark.parametrize(
    "as_whom", [VILLAGER, CHECKER, AWARDER, EVERY_POST], ids=["v", "t", "c", "all"]
)
def test_for_every_status_an_action_is_offered_exactly_when_the_step_succeeds(
    as_whom: Caller, person: str
) -> None:
    words: dict[str, Any] = {"stars": ("industry",), "star": "industry", "reason": "因为", "cites": ("civil-code",)}  # fmt: skip
    caller = Caller(person, person, as_whom.posts)
    over = end(awarded(), NOW, decided_anew=True)
    assert over is not None
    forgone = step(fresh(), VILLAGER, _A.FORGO, reason="无")

    for rating in (fresh(), rated(), checked(), awarded(), forgone, over.after):

        def taken(action: StarRatingAction, rating: StarRating = rating) -> object:
            return step(rating, caller, action, **words)

        assert disagreements(actions_of(rating, caller), RATINGS, taken, (Problem,)) == [], rating


@pytest.mark.parametrize("action", sorted(by_hand(RATINGS)))
def test_a_row_that_goes_takes_its_offer_and_its_step_along(
    monkeypatch: pytest.MonkeyPatch, action: StarRatingAction
) -> None:
    ratings, people = (fresh(), rated(), checked(), awarded()), (VILLAGER, CHECKER, AWARDER)
    rating, caller = next(
        (one, who) for one in ratings for who in people if action in actions_of(one, who)
    )

    without_row(monkeypatch, RATINGS, action)

    assert action not in actions_of(rating, caller)
    with pytest.raises(IllegalMove):
        step(rating, caller, action)


# What the figures bear out


def test_nothing_is_checked_before_the_figures_are_counted() -> None:
    command = StarCommand(_A.CHECK, stars=("industry",))

    with pytest.raises(StarFiguresNotCounted):
        move(rated(), command, facts(CHECKER, None))


@pytest.mark.parametrize(("decided", "fits"), [(1, False), (2, True)])
def test_a_star_is_found_right_exactly_when_its_figures_reach_what_the_scheme_asks(
    decided: int, fits: bool
) -> None:
    command = StarCommand(_A.CHECK, stars=("governance",))
    known = facts(CHECKER, COUNTED | {"matters_decided": decided})

    if fits:
        assert move(rated(), command, known).after.checked == ("governance",)
        return
    with pytest.raises(StarsNotBorneOut) as refused:
        move(rated(), command, known)
    assert refused.value.more["short"] == ["governance.matters_decided"]


def test_a_figure_without_a_bound_is_left_to_whoever_checks() -> None:
    assert SCHEMED.shortfalls(["governance"], COUNTED | {"disputes_mediated": 0}) == []


def test_figures_that_fell_since_the_check_stop_the_award() -> None:
    command = StarCommand(_A.AWARD, stars=("industry",))

    with pytest.raises(StarsNotBorneOut):
        move(checked(), command, facts(AWARDER, COUNTED | {"economic_value_fen": 99}))


def test_figures_are_counted_anew_but_not_while_they_are_counted() -> None:
    again = StarCommand(_A.RECOUNT)

    with pytest.raises(StarCountUnderWay):
        move(rated(), again, facts(CHECKER, None, counting=True))
    anew = move(rated(), again, facts(CHECKER, new_count="count-3")).after
    assert (anew.status, anew.count) == (_S.AT_TOWN, "count-3")


# Breach, and the end of a year's stars


def test_a_breach_takes_one_star_at_once_and_says_by_what_rule() -> None:
    said: dict[str, Any] = {"star": "industry", "reason": "重大安全事故", "cites": ("work-safety-law-2021#114",)}  # fmt: skip

    after = step(awarded(), CHECKER, _A.TAKE, **said)

    assert after.stars == ("governance",)
    assert after.status is _S.AWARDED
    assert after.taken[0].on == NOW.date()
    assert after.taken[0].cites == ("work-safety-law-2021#114",)


@pytest.mark.parametrize("missing", ["star", "reason", "cites"])
def test_no_star_is_taken_without_saying_which_why_and_by_what_rule(missing: str) -> None:
    said: dict[str, Any] = {"star": "industry", "reason": "事故", "cites": ("civil-code",)}

    with pytest.raises(WordsMissing) as refused:
        step(awarded(), AWARDER, _A.TAKE, **(said | {missing: None}))
    assert [one.field for one in refused.value.more["errors"]] == [missing]


def test_a_star_that_is_not_held_is_not_taken() -> None:
    with pytest.raises(InvalidFields):
        step(awarded("industry"), AWARDER, _A.TAKE, star="governance", reason="无", cites=("x",))


def test_the_last_star_taken_ends_the_award() -> None:
    left = step(awarded("industry"), AWARDER, _A.TAKE, star="industry", reason="无", cites=("x",))

    assert (left.stars, left.status) == ((), _S.OVER)


def test_stars_hold_until_the_year_after_is_over_and_not_a_day_longer() -> None:
    last = datetime(2027, 12, 31, 23, 59, tzinfo=clock.SHANGHAI)

    assert end(awarded(), last) is None
    ended = end(awarded(), last + timedelta(minutes=1))
    assert ended is not None
    assert ended.after.status is _S.OVER


def test_stars_of_the_year_before_are_over_once_the_next_is_decided() -> None:
    assert end(awarded(), NOW, decided_anew=True) is not None
    assert end(fresh(), NOW, decided_anew=True) is None


@pytest.mark.parametrize(
    ("before", "after", "decides"),
    [
        (fresh(), rated(), False),
        (checked(), awarded(), True),
        (fresh(), step(fresh(), VILLAGER, _A.FORGO, reason="无"), True),
        (awarded(), replace(awarded(), status=_S.OVER), False),
    ],
    ids=["rated", "awarded", "forgone", "over"],
)
def test_a_year_is_decided_by_its_award_or_by_going_without(
    before: StarRating, after: StarRating, decides: bool
) -> None:
    event = next(row.event for row in RATINGS.moves if row.event)

    assert StarRatingChange(before, after, event).decides == decides  # type: ignore[arg-type]


# Who owes what


def test_the_village_owes_its_word_by_the_day_the_county_named() -> None:
    owed = waiting(fresh(), NOW)

    assert owed is not None
    assert (owed.unit, owed.due_at) == (VILLAGE, RATE_BY)


def test_what_is_sent_back_after_that_day_is_owed_in_the_time_of_a_check() -> None:
    owed = waiting(fresh(), RATE_BY)

    assert owed is not None
    assert owed.due_at == add(RATE_BY, Limit(20, "working_days")).at


@pytest.mark.parametrize(("rating", "unit"), [(rated(), TOWN), (checked(), COUNTY)])
def test_who_has_to_act_has_so_many_working_days(rating: StarRating, unit: str) -> None:
    owed = waiting(rating, NOW)

    assert owed is not None
    assert (owed.unit, owed.due_at) == (unit, add(NOW, Limit(20, "working_days")).at)


# The year


@pytest.mark.parametrize(
    ("year", "days", "fits"),
    [(2026, 7, True), (2026, 6, False), (2025, 7, True), (2024, 7, False), (2027, 7, False)],
)
def test_a_year_is_opened_that_has_begun_with_a_week_left_to_rate(
    year: int, days: int, fits: bool
) -> None:
    by = NOW.date() + timedelta(days=days)

    if fits:
        rounds.refuse_day(year, by, NOW)
        return
    with pytest.raises(InvalidFields):
        rounds.refuse_day(year, by, NOW)


# Two sums that are one


def test_sizhai_comes_to_seventy_five_counted_either_way() -> None:
    sizhai = StarTally(
        "x", TOWN, 2026, {"5": 1, "4": 1, "3": 16, "2": 9},
        {"a": 4, "b": 24, "c": 19, "d": 27, "e": 1},
    )  # fmt: skip

    tallies.refuse_unequal(sizhai)

    assert (sizhai.by_level, sizhai.by_star) == (75, 75)


@pytest.mark.parametrize(
    ("levels", "stars"), [({"5": 1}, {"a": 4}), ({}, {"a": 1}), ({"1": 1}, {})]
)
def test_levels_that_do_not_come_to_the_stars_by_kind_are_refused(
    levels: dict[str, int], stars: dict[str, int]
) -> None:
    with pytest.raises(StarSumsDiffer):
        tallies.refuse_unequal(StarTally("x", TOWN, 2026, levels, stars))


def test_a_star_named_twice_for_one_village_does_not_come_into_the_tally() -> None:
    with pytest.raises(StarSumsDiffer):
        tallies.counted(tallies.nothing(TOWN, 2026), (), ("a", "a"))


def test_a_tally_follows_awards_and_what_is_taken_away() -> None:
    tally = tallies.counted(tallies.nothing(TOWN, 2026), (), ("a", "b"))
    tally = tallies.counted(tally, (), ("a",))
    tally = tallies.counted(tally, ("a", "b"), ("b",))

    assert (tally.levels, tally.stars) == ({"1": 2}, {"a": 1, "b": 1})


def test_towns_come_together_to_their_county() -> None:
    one = tallies.counted(tallies.nothing(TOWN, 2026), (), ("a", "b"))
    other = tallies.counted(tallies.nothing("140426107", 2026), (), ("a",))

    whole = tallies.together([one, other], COUNTY, 2026)

    assert (whole.levels, whole.stars) == ({"2": 1, "1": 1}, {"a": 2, "b": 1})
