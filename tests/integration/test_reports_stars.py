"""Stars of villages through the API: opened by the county, rated, checked and awarded, taken away, over; what is owed climbs."""

from __future__ import annotations

from typing import Any

import pytest

from notices.inbox.rules.entries import read_entry
from notices.inbox.store.histories import ReportsEntryRow, read_entries
from reports.stars.store.things import STAR_RATINGS
from tests.support.county import COUNTY, NEXT_VILLAGE, TOWN, VILLAGE, Answer, County
from tests.support.environment import Environment
from tests.support.obligations import climbs_to_the_county, owed
from tests.support.stars import FIVE, Stars

KIND = "star_rating"


@pytest.fixture
def world(county: County) -> Stars:
    return Stars(county)


def slug(answer: Answer) -> str:
    return answer.body["type"].rsplit(":", 1)[-1]


# The year


def test_opening_a_year_gives_every_village_its_rating_and_a_word_to_owe(world: Stars) -> None:
    opened = world.open()
    assert (opened.status, opened.body["is_open"]) == (202, False)

    world.wind()

    year = world.did("GET", "years/2026", query={"unit": COUNTY})
    found = world.did("GET", "ratings", query={"unit": COUNTY})["items"]
    assert year["is_open"] is True
    assert year["villages"] == len(found) > 1
    assert {VILLAGE, NEXT_VILLAGE} <= {one["village"] for one in found}
    assert {one["status"] for one in found} == {"to_rate"}
    assert len(owed(world.county, VILLAGE, KIND)) == 1


def test_a_year_is_opened_once_and_winding_again_opens_nothing_twice(world: Stars) -> None:
    world.opened()
    before = world.did("GET", "years/2026", query={"unit": COUNTY})

    world.wind()

    assert slug(world.open()) == "star-year-opened"
    assert world.did("GET", "years/2026", query={"unit": COUNTY}) == before


def test_a_village_may_go_first_and_the_county_follows_without_it(world: Stars) -> None:
    assert world.open(unit=VILLAGE).body["unit"] == VILLAGE
    world.wind()
    (first,) = world.did("GET", "ratings", query={"unit": COUNTY})["items"]
    world.stepped(first["id"], "forgo", "village", reason="先行试点")

    world.opened()

    assert world.read(first["id"])["status"] == "not_awarded"
    assert len(world.did("GET", "ratings", query={"unit": COUNTY})["items"]) >= 1


def test_no_year_is_opened_for_a_place_that_is_not(world: Stars) -> None:
    answer = world.open(unit="140426999")

    assert (answer.status, slug(answer)) == (422, "invalid-fields")


def test_a_village_that_says_nothing_is_told_of_by_town_and_county(world: Stars) -> None:
    world.opened()
    (one,) = owed(world.county, VILLAGE, KIND)

    assert climbs_to_the_county(world.county, one["id"]) == [VILLAGE, TOWN, COUNTY]


# From the own word to the award


def test_who_has_to_act_owes_it_in_turn_and_an_award_leaves_nothing_owed(world: Stars) -> None:
    rating = world.opened()

    world.rated(rating)
    assert owed(world.county, VILLAGE, KIND) == []
    assert len(owed(world.county, TOWN, KIND)) == 1

    world.stepped(rating, "check", "town", stars=FIVE)
    assert owed(world.county, TOWN, KIND) == []
    assert len(owed(world.county, COUNTY, KIND)) == 1

    awarded = world.stepped(rating, "award", "county", stars=FIVE)
    assert owed(world.county, COUNTY, KIND) == []
    assert (awarded["level"], awarded["status"], awarded["due_at"]) == (5, "awarded", None)


def test_evidence_is_a_figure_of_a_snapshot_and_not_a_number_anybody_sent(world: Stars) -> None:
    rating = world.opened()
    world.stepped(rating, "rate", "village", stars=FIVE)

    before = world.read(rating)
    world.counted(rating)
    after = world.read(rating)

    assert {one["exact"] for one in before["evidence"]} == {None}
    value = next(one for one in after["evidence"] if one["figure"] == "economic_value_fen")
    assert value["star_name"] == after["star_names"][value["star"]] == "产业兴旺"
    assert after["snapshot"]["status_name"] == "已完成"
    assert (value["exact"], value["at_least"], value["is_met"]) == (1_772_000, 1, True)
    assert after["snapshot"]["first_on"] == "2026-01-01"
    assert after["snapshot"]["last_on"] == "2026-12-31"
    sent = world.step(rating, "check", "town", stars=FIVE, exact=5)
    assert (sent.status, slug(sent)) == (422, "invalid-fields")


def test_the_worker_counts_what_the_village_itself_did(world: Stars) -> None:
    environment = Environment(world.county)
    environment.starred()
    assert environment.work_day(held_on="2026-11-30").status == 201
    rating = world.opened(rate_by="2027-02-15")
    world.stepped(rating, "rate", "village", stars=["liveable_environment"])

    world.wind()

    seen = world.read(rating)
    exact = {one["figure"]: one["exact"] for one in seen["evidence"]}
    assert seen["snapshot"]["status"] == "done"
    assert exact["starred_courtyards"] == exact["environment_work_days"] == 1
    assert exact["matters_decided"] == 0
    assert world.stepped(rating, "check", "town", stars=["liveable_environment"])["status"] == (
        "at_county"
    )


def test_nothing_is_checked_before_the_figures_are_counted(world: Stars) -> None:
    rating = world.opened()
    world.stepped(rating, "rate", "village", stars=FIVE)

    assert slug(world.step(rating, "check", "town", stars=FIVE)) == "star-figures-not-counted"
    assert slug(world.step(rating, "recount", "town")) == "star-count-under-way"


def test_a_star_its_figures_do_not_bear_out_is_not_awarded(world: Stars) -> None:
    rating = world.opened()
    world.stepped(rating, "rate", "village", stars=FIVE)
    world.counted(rating, disputes_mediated=0)

    refused = world.step(rating, "check", "town", stars=FIVE)

    assert (refused.status, slug(refused)) == (409, "stars-not-borne-out")
    assert refused.body["short"] == ["effective_governance.disputes_settled"]
    four = [one for one in FIVE if one != "effective_governance"]
    assert world.stepped(rating, "check", "town", stars=four)["checked"] == four


def test_figures_counted_anew_are_a_snapshot_of_their_own(world: Stars) -> None:
    rating = world.rated(world.opened())
    before = world.read(rating)["snapshot"]

    anew = world.stepped(rating, "recount", "town2")

    assert anew["snapshot"]["count"] != before["count"]
    assert anew["snapshot"]["status"] == "counting"
    assert anew["status"] == "at_town"


def test_what_is_sent_back_is_owed_anew_by_whom_it_went_back_to(world: Stars) -> None:
    rating = world.rated(world.opened())

    world.stepped(rating, "send_back", "town", reason="材料不全")

    assert owed(world.county, TOWN, KIND) == []
    (one,) = owed(world.county, VILLAGE, KIND)
    assert one["unit"] == VILLAGE


def test_nobody_from_elsewhere_reads_or_checks_a_rating(world: Stars) -> None:
    rating = world.rated(world.opened())

    for answer in (
        world.go("GET", f"ratings/{rating}", by="elsewhere"),
        world.step(rating, "check", "elsewhere", stars=FIVE),
        world.step(rating, "rate", "next", stars=FIVE),
    ):
        assert (answer.status, slug(answer)) == (403, "outside-your-area")


def test_the_history_tells_every_step_in_turn(world: Stars) -> None:
    rating = world.opened()
    world.awarded(rating)

    steps = world.did("GET", f"ratings/{rating}/history")["items"]

    assert [one["event"] for one in steps] == ["opened", "rated", "checked", "awarded"]
    assert [one["actor_role"] for one in steps] == [
        *(None, "village_officer", "town_officer", "county_officer")
    ]


# Breach and the end


def test_a_grave_breach_takes_a_star_at_once_with_reason_and_citation(world: Stars) -> None:
    rating = world.opened()
    world.awarded(rating)
    cites = [{"law": "civil-code", "articles": ["1032"]}]

    after = world.stepped(
        rating, "take", "town", star="civil_ways", reason="泄露村民信息", cites=cites
    )

    assert after["level"] == 4
    (taken,) = after["taken"]
    assert (taken["star"], taken["reason"]) == ("civil_ways", "泄露村民信息")
    assert taken["cites"][0]["law"] == "civil-code"
    (village,) = world.public("villages", unit=TOWN)["items"]
    assert [one["code"] for one in village["taken"]] == ["civil_ways"]
    assert "泄露" not in str(village)


@pytest.mark.parametrize(
    ("cites", "refusal"),
    [
        ([{"law": "no-such-law", "articles": []}], "invalid-fields"),
        ([{"law": "villages-organic-law-1998", "articles": []}], "invalid-fields"),
        (None, "words-missing"),
    ],
    ids=["unknown", "not in the catalogue", "none"],
)
def test_no_star_is_taken_without_a_rule_that_is_in_force(
    world: Stars, cites: Any, refusal: str
) -> None:
    rating = world.opened()
    world.awarded(rating)

    answer = world.step(rating, "take", "town", star="civil_ways", reason="事故", cites=cites)

    assert (answer.status, slug(answer)) == (422, refusal)


def test_stars_are_over_once_the_next_year_is_decided(world: Stars) -> None:
    world.awarded(world.opened(2025))
    world.opened(2026)

    world.awarded(f"{VILLAGE}-2026", FIVE[:2])

    held = world.public("villages", unit=VILLAGE)["items"]
    years = world.public(f"villages/{VILLAGE}/years")["items"]
    assert [(one["year"], one["level"]) for one in held] == [(2026, 2)]
    assert [(one["year"], one["status"]) for one in years] == [(2026, "awarded"), (2025, "over")]


def test_stars_nobody_renews_are_over_by_themselves_after_the_next_year(world: Stars) -> None:
    rating = world.opened()
    world.awarded(rating)

    world.at("2027-12-31T23:59:00+08:00")
    world.wind()
    assert len(world.public("villages", unit=TOWN)["items"]) == 1
    world.at("2028-01-01T00:00:00+08:00")
    world.wind()

    assert world.public("villages", unit=TOWN)["items"] == []
    assert world.read(rating)["status"] == "over"


# What everybody reads


def test_nothing_is_public_before_it_is_awarded(world: Stars) -> None:
    rating = world.rated(world.opened())

    assert world.public("villages", unit=COUNTY)["items"] == []
    assert world.public(f"villages/{VILLAGE}/years")["items"] == []
    world.stepped(rating, "check", "town", stars=FIVE)
    world.stepped(rating, "award", "county", stars=FIVE)
    (village,) = world.public("villages", unit=COUNTY)["items"]
    assert village["stars"][0]["name"] == "产业兴旺"


def test_what_is_public_names_no_person(world: Stars) -> None:
    world.awarded(world.opened())

    (village,) = world.public("villages", unit=TOWN)["items"]

    assert set(village) == {
        *("village", "village_name", "year", "status", "status_name", "level"),
        *("stars", "taken", "awarded_on", "holds_until"),
    }


def test_the_levels_come_to_as_many_stars_as_the_kinds_do(world: Stars) -> None:
    world.awarded(world.opened())
    world.awarded(f"{NEXT_VILLAGE}-2026", FIVE[:2], by="next")
    cites = [{"law": "civil-code", "articles": ["1032"]}]
    world.stepped(f"{VILLAGE}-2026", "take", "town", star=FIVE[0], reason="事故", cites=cites)

    for unit in (TOWN, COUNTY):
        tally = world.public("tally", unit=unit, year="2026")
        assert tally["levels"] == [{"level": 4, "villages": 1}, {"level": 2, "villages": 1}]
        assert (tally["sum_by_level"], tally["sum_by_star"]) == (6, 6)
        kinds = {one["code"]: one["villages"] for one in tally["stars"]}
        assert all(one["name"] not in ("", one["code"]) for one in tally["stars"])
        assert kinds[FIVE[0]] == 1
        assert kinds[FIVE[1]] == 2


# The scheme


def test_a_new_scheme_holds_for_the_next_year_and_an_open_year_keeps_its_own(world: Stars) -> None:
    world.opened(2025)
    name = {"name": "支部过硬", "name_en": "a strong branch"}
    item = {"code": "decided", **name, "figure": "matters_decided", "at_least": 3}
    scheme = {"stars": [{"code": "strong_branch", **name, "items": [item]}]}

    kept = world.go("PUT", "scheme", scheme, by="admin")
    world.opened(2026)

    assert (kept.status, kept.body["version"]) == (200, 1)
    assert world.read(f"{VILLAGE}-2025")["scheme_version"] == 0
    assert world.read(f"{VILLAGE}-2026")["scheme_version"] == 1
    assert [one["star"] for one in world.read(f"{VILLAGE}-2026")["evidence"]] == ["strong_branch"]


def test_a_star_the_county_gave_up_keeps_its_name_in_the_years_it_was_held(world: Stars) -> None:
    world.awarded(world.opened())
    before = world.public("tally", unit=TOWN, year="2026")["stars"]
    name = {"name": "支部过硬", "name_en": "a strong branch"}
    item = {"code": "decided", **name, "figure": "matters_decided", "at_least": 3}
    scheme = {"stars": [{"code": "strong_branch", **name, "items": [item]}]}
    assert world.go("PUT", "scheme", scheme, by="admin").status == 200

    assert len(before) == len(FIVE)
    assert world.public("tally", unit=TOWN, year="2026")["stars"] == before


def test_a_scheme_on_figures_nobody_counts_is_refused(world: Stars) -> None:
    name = {"name": "支部过硬", "name_en": "a strong branch"}
    item = {"code": "typed", **name, "figure": "typed_totals", "at_least": 3}

    answer = world.go(
        "PUT", "scheme", {"stars": [{"code": "s", **name, "items": [item]}]}, by="admin"
    )

    assert (answer.status, slug(answer)) == (422, "star-scheme-does-not-hold")


# Who hears


def test_who_has_to_act_hears_of_it_and_the_village_of_what_became_of_it(world: Stars) -> None:
    rating = world.opened()
    world.awarded(rating)

    steps = STAR_RATINGS.steps_of(rating, 10, None).rows
    kept = read_entries(ReportsEntryRow, [(one.pk, one.sk) for one in steps])
    entries = [entry for entry in map(read_entry, kept) if entry]
    heard = [(one.office, to.id) for one in entries for to in one.addressees]
    assert heard == [
        ("stars_to_rate", VILLAGE),
        ("stars_to_decide", TOWN),
        ("stars_to_decide", COUNTY),
        ("stars_awarded", VILLAGE),
    ]
