"""Courtyards through the API: from a household's own rating to its stars, and how they are kept or lost."""

from __future__ import annotations

from typing import Any

import pytest

from services.api import API
from tests.support.county import COUNTY, TOWN, VILLAGE, County
from tests.support.environment import FOUR, HOMES, PUBLIC, YARD, Environment
from tests.support.obligations import climbs_to_the_county, owed, read


@pytest.fixture
def world(county: County) -> Environment:
    return Environment(county)


def slug(answer: Any) -> str:
    return answer.body["type"].rsplit("/", 1)[-1].rsplit(":", 1)[-1]


# To its stars


def test_a_courtyard_comes_to_five_stars_by_household_village_town_and_county(
    world: Environment,
) -> None:
    yard = world.starred(stars=5)

    seen = world.read(yard, by="wang")

    assert (seen["stars"], seen["status"]) == (5, "starred")
    assert [one["rated_by"] for one in seen["ratings"]] == ["self", "village", "town", "county"]
    assert seen["evidence"] == f"courtyard:{yard}"


def test_four_stars_are_the_towns_and_five_may_follow_without_losing_them(
    world: Environment,
) -> None:
    yard = world.starred()
    plate = world.did("GET", f"courtyards/{yard}")

    world.stepped(yard, "pass_on", "town", scores=YARD)
    refused = world.stepped(yard, "refuse", "county", reason="绿化未达标")

    assert (plate["stars"], refused["stars"], refused["status"]) == (4, 4, "starred")
    world.stepped(yard, "pass_on", "town", scores=YARD)
    again = world.stepped(yard, "visit", "county", scores=YARD)
    world.at(again["posted_until"])
    world.wind()
    assert world.read(yard)["stars"] == 5
    assert slug(world.step(yard, "pass_on", "town", scores=YARD)) == "illegal-move"


@pytest.mark.parametrize(
    ("who", "stars", "less"), [("town", FOUR, "layout"), ("county", YARD, "clean")]
)
def test_a_point_below_the_threshold_is_no_star(
    world: Environment, who: str, stars: dict[str, int], less: str
) -> None:
    yard = world.rated()
    world.stepped(yard, "check", "village", scores=YARD)
    if who == "county":
        world.stepped(yard, "pass_on", "town", scores=YARD)

    below = world.step(yard, "visit", who, scores=stars | {less: stars[less] - 1})

    assert slug(below) == "below-the-stars"
    assert world.stepped(yard, "visit", who, scores=stars)["status"] == "posted"


def test_a_household_has_one_courtyard(world: Environment) -> None:
    yard = world.rated()

    again = world.rate()

    assert (again.status, again.body["courtyard"]) == (409, yard)
    assert world.did("GET", "own-courtyard", by="wang")["id"] == yard


def test_nobody_rates_the_yard_of_another_household(world: Environment) -> None:
    assert world.rate("li", household=HOMES["wang"]).status == 404
    assert world.rate("worker", household=HOMES["wang"]).status == 201


def test_an_officer_does_not_check_the_own_household(world: Environment) -> None:
    yard = world.rated()
    world.county.settle(
        {},
        {"village2": ("village_officer", VILLAGE)},
        {"village2": {"household": HOMES["wang"]}},
    )

    assert slug(world.step(yard, "check", "village2", scores=YARD)) == "not-allowed"


# Indoors, and names


def test_rooms_are_rated_by_the_households_own_consent_alone(world: Environment) -> None:
    rooms = YARD | {"rooms": 18}

    assert slug(world.rate(scores=rooms)) == "indoors-without-consent"
    assert world.rate("worker", household="h-1", scores=rooms, indoors=True).status == 422
    yard = world.rated(scores=rooms, indoors=True)
    assert slug(world.step(yard, "check", "village", scores=YARD)) == "scores-do-not-fit"
    assert world.stepped(yard, "check", "village", scores=rooms)["status"] == "at_town"


def test_in_a_posting_a_household_is_named_by_its_separate_consent_and_only_while_it_lasts(
    world: Environment,
) -> None:
    yard = world.posted()

    def posted() -> dict[str, Any]:
        [one] = world.did("GET", "courtyards/posted", by="zhao", query={"village": VILLAGE})[
            "items"
        ]
        return one

    bare = posted()
    world.stepped(yard, "consent", "wang")
    named = posted()
    world.stepped(yard, "revoke", "wang")

    assert (bare["household"], bare["household_name"], bare["ratings"]) == (None, None, [])
    assert named["household_name"] == "张h-1"
    assert posted()["household_name"] is None
    assert world.step(yard, "consent", "worker").status == 403


def test_the_public_page_of_a_plate_names_nobody(world: Environment) -> None:
    yard = world.starred(stars=5)
    world.stepped(yard, "consent", "wang")
    token = plate_of(world)

    answer = world.county.go("GET", f"{PUBLIC}/plates/{token}", by=None, api=API)

    assert answer.status == 200
    assert set(answer.body) == {
        *("village", "village_name", "stars", "awarded_on", "recheck_on", "award_citation")
    }
    assert yard not in str(answer.body)
    assert "h-1" not in str(answer.body)


def plate_of(world: Environment) -> str:
    [row] = [one for one in world.county.kept("services") if one["sk"]["S"] == "YARDPLATE"]
    return row["pk"]["S"].partition("#")[2]


def test_who_serves_there_prints_the_plate(world: Environment) -> None:
    yard = world.rated()
    assert world.go("GET", f"courtyards/{yard}/plate").status == 404


# Posting and objections


def test_a_posting_ends_with_its_seventh_day_and_not_a_second_before(world: Environment) -> None:
    yard = world.posted()
    until = world.read(yard)["posted_until"]
    assert until == "2026-12-01T00:00:00.000+08:00"

    world.before(until)
    world.wind()
    assert world.read(yard)["status"] == "posted"
    assert world.step(yard, "object", "li", reason="门前堆放柴草").status == 200
    world.at(until)
    assert slug(world.step(yard, "object", "zhao", reason="同上")) == "objections-over"
    world.wind()
    assert world.read(yard)["status"] == "posted"


def test_what_is_objected_to_waits_for_the_answer_which_is_owed_and_climbs(
    world: Environment,
) -> None:
    yard = world.posted()
    world.stepped(yard, "object", "li", reason="门前堆放柴草")
    seen = world.read(yard, by="town")
    [objection] = seen["objections"]

    assert objection["due_at"] == "2026-11-29T00:00:00.000+08:00"
    assert world.read(yard, by="wang")["objections"][0]["said"] is None
    assert slug(world.step(yard, "object", "li", reason="再提")) == "objected-already"
    assert climbs_to_the_county(world.county, seen["owed"]) == [TOWN, COUNTY]


def test_an_upheld_objection_ends_it_and_a_dismissed_one_does_not(world: Environment) -> None:
    first, second = world.posted("wang"), world.posted("li")

    def answered(yard: str, *, upheld: bool) -> dict[str, Any]:
        world.stepped(yard, "object", "zhao", reason="不实")
        [one] = world.read(yard, by="town")["objections"]
        return world.stepped(
            yard, "answer", "town", objection=one["id"], upheld=upheld, reason="已核实"
        )

    assert answered(first, upheld=True)["status"] == "not_awarded"
    assert answered(second, upheld=False)["status"] == "posted"
    world.county.advance(days=8)
    world.wind()
    assert (world.read(first)["stars"], world.read(second)["stars"]) == (0, 4)


def test_the_household_itself_and_other_villages_do_not_object(world: Environment) -> None:
    yard = world.posted()

    assert world.step(yard, "object", "wang", reason="x").status == 403
    assert world.step(yard, "object", "far_village", reason="x").status == 404


# Yearly, and lost


def test_no_star_is_for_life(world: Environment) -> None:
    yard = world.starred()
    due = world.read(yard)["recheck_on"]
    assert due == "2027-12-01"

    world.on("2027-11-30", 23)
    assert world.wind() == 0
    assert slug(world.step(yard, "recheck", "town", sound=True, reason="x")) == "not-due-yet"
    world.on(due, 0)
    world.wind()
    seen = world.read(yard)
    assert read(world.county, seen["owed"])["unit"] == TOWN
    kept = world.stepped(yard, "recheck", "town", sound=True, reason="合格")
    assert (kept["stars"], kept["recheck_on"], kept["owed"]) == (4, "2028-12-01", None)


def warned(world: Environment) -> str:
    yard = world.starred()
    world.on(world.read(yard)["recheck_on"])
    world.wind()
    world.stepped(yard, "recheck", "town", sound=False, reason="院内杂乱")
    return yard


def test_stars_are_lost_after_thirty_days_by_another_person_and_not_before(
    world: Environment,
) -> None:
    yard = warned(world)
    token = plate_of(world)
    until = world.read(yard)["mend_until"]
    # Notice on 1 December; thirty days later is 31 December; 1 to 3 January 2028 may be a holiday of a notice not loaded.
    assert until == "2028-01-01T00:00:00.000+08:00"

    world.before(until)
    assert slug(world.step(yard, "recheck", "town2", sound=False, reason="x")) == "still-mending"
    world.at(until)
    world.wind()
    assert owed(world.county, TOWN, "courtyard") != []
    same = world.step(yard, "recheck", "town", sound=False, reason="x")
    assert slug(same) == "not-by-the-same-person"
    lost = world.stepped(yard, "recheck", "town2", sound=False, reason="仍未整改")
    assert (lost["status"], lost["stars"], lost["owed"]) == ("lost", 0, None)
    assert world.county.go("GET", f"{PUBLIC}/plates/{token}", by=None, api=API).status == 404


def test_who_mends_in_time_keeps_the_stars(world: Environment) -> None:
    yard = warned(world)

    kept = world.stepped(yard, "recheck", "town2", sound=True, reason="已整改")

    assert (kept["status"], kept["stars"], kept["mend_until"]) == ("starred", 4, None)


def test_silence_of_a_village_climbs(world: Environment) -> None:
    owes = world.read(world.rated())["owed"]

    assert climbs_to_the_county(world.county, owes) == [VILLAGE, TOWN, COUNTY]


# Households that change


def test_after_a_split_the_yard_is_whose_it_is_without_the_old_consents_and_looked_at_again(
    world: Environment,
) -> None:
    yard = world.starred()
    world.stepped(yard, "consent", "wang")

    split = world.stepped(yard, "split", "village", household="h-2", reason="分户")

    assert (split["household"], split["named"], split["indoors"]) == ("h-2", False, False)
    assert split["recheck_on"] == "2026-12-01"
    assert split["owed"] is not None
    assert world.did("GET", "own-courtyard", by="li")["id"] == yard
    assert world.go("GET", "own-courtyard", by="wang").status == 404
    other = world.rated("wang")
    refused = world.step(other, "split", "village", household="h-2", reason="x")
    assert slug(refused) == "has-a-courtyard"


def test_who_leaves_has_no_stars_and_may_begin_anew(world: Environment) -> None:
    yard = world.starred()

    world.stepped(yard, "leave", "wang")
    anew = world.stepped(yard, "rate", "wang", scores=YARD)

    assert (anew["status"], anew["stars"], len(anew["ratings"])) == ("at_village", 0, 1)
    assert figures(world)["courtyards_four_stars"] == 0


def figures(world: Environment, unit: str = VILLAGE, year: int = 2026) -> dict[str, Any]:
    return world.did("GET", "figures", query={"unit": unit, "year": year}, by="county")


def test_the_stars_of_a_place_are_those_of_its_courtyards(world: Environment) -> None:
    world.starred("wang", 5)
    world.starred("li", 4)

    seen = figures(world, TOWN)

    assert (seen["courtyards_four_stars"], seen["courtyards_five_stars"]) == (1, 1)
    assert (seen["stars"], seen["sums_up"]) == (9, True)


# Criteria


def test_criteria_are_versions_and_a_rating_keeps_its_own(world: Environment) -> None:
    yard = world.rated()
    items = [
        {"code": "clean", "name": "洁净", "name_en": "clean", "most": 60},
        {"code": "green", "name": "绿化", "name_en": "green", "most": 40},
    ]

    wrong = world.go("PUT", "criteria", {"items": items[:1]}, by="admin")
    new = world.did("PUT", "criteria", {"items": items}, by="admin")

    assert (wrong.status, slug(wrong)) == (422, "criteria-do-not-hold")
    assert new["version"] == 1
    assert world.stepped(yard, "check", "village", scores=YARD)["criteria_version"] == 0
    other = world.rated("li", scores={"clean": 60, "green": 40})
    assert world.read(other)["criteria_version"] == 1
    assert world.did("GET", "criteria", by="li", query={"version": 0})["version"] == 0


def test_a_history_tells_roles_and_no_names(world: Environment) -> None:
    yard = world.posted()
    world.stepped(yard, "object", "li", reason="门前堆放柴草")

    steps = world.did("GET", f"courtyards/{yard}/history", by="wang")["items"]

    assert [one["event"] for one in steps] == ["rated", "checked", "posted", "objected"]
    assert {one["actor_name"] for one in steps} == {None}
    assert {one["said"] for one in steps} == {None}


def test_staff_list_the_courtyards_of_their_area(world: Environment) -> None:
    yard = world.rated()

    def listed(by: str, unit: str) -> list[str]:
        found = world.did("GET", "courtyards", by=by, query={"unit": unit})["items"]
        return [one["id"] for one in found]

    assert listed("town", TOWN) == listed("village", VILLAGE) == [yard]
    assert world.go("GET", "courtyards", by="far_village", query={"unit": VILLAGE}).status == 403
