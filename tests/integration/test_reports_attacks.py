"""Whoever wants stars that were not earned, a number that is hidden, or another's board: through the API, and refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from reports.api import API
from reports.public_data.rules.suppression import LEAST, TOTAL, Breakdown, Cell
from reports.service.wind_clock import run
from tests.property.test_reports_suppression import given_back
from tests.support.county import (
    COUNTY,
    FAR_GRID,
    GRID,
    NEXT_VILLAGE,
    TOWN,
    VILLAGE,
    Answer,
    County,
    http_event,
    lambda_context,
)
from tests.support.stars import FIVE, Stars

PUBLIC = "/v1/reports/public"
CITED = {"law": "civil-code", "articles": ["1032"]}


@pytest.fixture
def stars(county: County) -> Stars:
    return Stars(county)


def slug(answer: Answer) -> str:
    return answer.body["type"].rsplit(":", 1)[-1]


# A village that wants stars


@pytest.mark.parametrize(
    "typed",
    [
        {"figures": {"errands_delivered": 99}},
        {"evidence": [{"figure": "errands_delivered", "exact": 99}]},
        {"count": "01M8323B80ZASBGN3Q5V2DNX69"},
        {"checked": FIVE},
    ],
)
def test_a_village_sends_no_number_and_no_snapshot_with_its_claim(
    stars: Stars, typed: dict[str, Any]
) -> None:
    rating = stars.opened()

    assert stars.step(rating, "rate", "village", stars=FIVE, **typed).status == 422
    assert stars.read(rating)["status"] == "to_rate"


@pytest.mark.parametrize("action", ["check", "award", "recount", "send_back"])
def test_a_village_takes_no_step_that_is_the_towns_or_the_countys(
    stars: Stars, action: str
) -> None:
    rating = stars.rated(stars.opened())

    answer = stars.step(rating, action, "village", stars=FIVE, reason="自行核查")

    assert answer.status in (403, 409)
    assert "village" not in stars.read(rating)["stars"]
    assert stars.read(rating)["status"] == "at_town"


def test_a_village_does_not_claim_for_another_nor_anew_while_it_is_checked(stars: Stars) -> None:
    rating = stars.opened()

    assert stars.step(f"{NEXT_VILLAGE}-2026", "rate", "village", stars=FIVE).status == 403
    stars.rated(rating, FIVE[:1])
    assert slug(stars.step(rating, "rate", "village2", stars=FIVE)) == "illegal-move"


def test_a_rating_of_a_year_or_a_village_that_is_not_does_not_come_about(stars: Stars) -> None:
    stars.opened()

    for rating in (f"{VILLAGE}-2025", f"{COUNTY}109201-2026"):
        assert stars.step(rating, "rate", "village", stars=FIVE).status in (403, 404)


# A town that signs its own award


def test_a_town_awards_nothing_it_checked_whatever_else_the_person_is(stars: Stars) -> None:
    stars.county.appoint(both=("town_officer", TOWN))
    rating = stars.rated(stars.opened())
    stars.stepped(rating, "check", "both", stars=FIVE)

    assert stars.step(rating, "award", "both", stars=FIVE).status == 403
    assert stars.step(rating, "award", "town2", stars=FIVE).status == 403
    # Appointed to the county meanwhile, the person is still the one who checked.
    stars.county.appoint(both=("county_officer", COUNTY))
    assert slug(stars.step(rating, "award", "both", stars=FIVE)) == "own-star-rating"
    assert stars.stepped(rating, "award", "county", stars=FIVE)["stars"] == FIVE


def test_who_rated_a_village_does_not_check_it_after_moving_to_the_town(stars: Stars) -> None:
    rating = stars.rated(stars.opened())
    stars.county.appoint(village=("town_officer", TOWN))

    assert slug(stars.step(rating, "check", "village", stars=FIVE)) == "own-star-rating"


@pytest.mark.parametrize("by", ["water", "station", "elsewhere", "far_village", "next_worker"])
def test_neither_a_department_nor_another_place_rates_checks_or_awards(
    stars: Stars, by: str
) -> None:
    stars.county.appoint(elsewhere=("town_officer", f"{COUNTY}107"))
    rating = stars.rated(stars.opened())

    for action in ("check", "award", "take", "refuse"):
        said = {"stars": FIVE, "star": FIVE[0], "reason": "核查"}
        assert stars.step(rating, action, by, **said).status in (403, 409, 422), action
    assert stars.read(rating)["status"] == "at_town"


def test_a_county_does_not_award_more_by_counting_until_it_fits(stars: Stars) -> None:
    rating = stars.opened()
    stars.stepped(rating, "rate", "village", stars=FIVE)
    stars.counted(rating, errands_delivered=0)
    first = stars.read(rating)["snapshot"]["count"]

    stars.stepped(rating, "recount", "town")
    assert slug(stars.step(rating, "recount", "town")) == "star-count-under-way"
    assert slug(stars.step(rating, "check", "town", stars=FIVE)) == "star-figures-not-counted"
    stars.counted(rating, errands_delivered=0)

    assert slug(stars.step(rating, "check", "town", stars=FIVE)) == "stars-not-borne-out"
    assert stars.read(rating)["snapshot"]["count"] != first
    events = {one["event"] for one in stars.did("GET", f"ratings/{rating}/history")["items"]}
    assert "recounted" in events


def test_a_village_never_holds_the_stars_of_two_years(stars: Stars) -> None:
    late = stars.rated(stars.opened(2025))
    stars.stepped(late, "check", "town", stars=FIVE)
    stars.awarded(stars.opened(2026), FIVE[:2])

    assert slug(stars.step(late, "award", "county", stars=FIVE)) == "star-year-passed"
    stars.stepped(late, "refuse", "county", reason="下一年度已评定")
    (held,) = stars.public("villages", unit=TOWN)["items"]
    assert (held["year"], held["level"]) == (2026, 2)


# Who asks for more than may be shown


def released(county: County) -> dict[str, Any]:
    """Release a quarter in which several numbers are small, and return all that anybody reads of it."""
    for number, (unit, by) in enumerate(((GRID, "worker"), (FAR_GRID, "far_worker"))):
        for category, often in (("environment", 9 - number), ("dispute", 3 + 4 * number)):
            for _ in range(often):
                county.reported(unit=unit, by=by, category=category)
    county.advance(days=60)
    ask = {"dataset": "incidents", "quarter": "2026Q4"}
    asked = county.go("POST", "/v1/reports/datasets", ask, by="admin", api=API)
    assert asked.status == 202
    county.advance(minutes=1)
    run()
    return public(county, "/datasets/incidents-2026Q4")


def public(county: County, path: str, **query: str) -> Any:
    answer = county.go("GET", PUBLIC + path, by=None, query=query, api=API)
    assert answer.status == 200, answer
    return answer.body


def shown_cells(told: Mapping[str, Any]) -> tuple[Breakdown, dict[Cell, int | None]]:
    """Return a release as a reader writes it down: the tree of its units, and every cell that is told."""
    parents: dict[str, str | None] = {}
    seen: dict[Cell, int | None] = {}
    for area in told["areas"]:
        code = area["unit"] + ("+" if area["elsewhere"] else "")
        parents[code] = area["parent"]
        seen[Cell(code, TOTAL)] = area["total"]
        seen |= {Cell(code, one["service_code"]): one["requests"] for one in area["requests"]}
    kinds = [one["service_code"] for one in told["services"]]
    leaves = set(parents) - {one for one in parents.values() if one}
    return Breakdown(parents, {code: dict.fromkeys(kinds, 0) for code in leaves}), seen


def csv_cells(path: str) -> Iterator[tuple[str, str, str]]:
    how: dict[str, Any] = {"query": {}, "raw_query": "", "headers": {}, "body": None}
    raw = API.handle(http_event("GET", path, by=None, **how), lambda_context())
    for line in csv.DictReader(io.StringIO(raw["body"].lstrip("\ufeff"))):
        code = line["address_id"] + ("+" if line["elsewhere"] == "true" else "")
        yield code, line["service_code"], line["requests"]


def test_all_that_anybody_reads_of_a_quarter_put_together_gives_no_hidden_number_back(
    county: County,
) -> None:
    told = released(county)

    breakdown, seen = shown_cells(told)
    of_csv = {
        Cell(code, kind): None if number == "*" else int(number)
        for code, kind, number in csv_cells(f"{PUBLIC}/datasets/incidents-2026Q4/csv")
    }
    assert of_csv == seen
    assert None in seen.values()
    assert not [one for one in seen.values() if one is not None and 0 < one < LEAST]
    assert given_back(breakdown, seen) == []


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"dataset": "incidents", "quarter": "2026Q4"}, 409),
        ({"dataset": "incidents", "quarter": "2026-11"}, 422),
        ({"dataset": "incidents", "quarter": "2026"}, 422),
        ({"dataset": "incidents", "quarter": "2026Q4", "unit": VILLAGE}, 422),
        ({"dataset": "incidents", "quarter": "2026Q4", "kinds": ["dispute"]}, 422),
        ({"dataset": "penalties", "quarter": "2026Q4"}, 422),
    ],
)
def test_a_statistician_of_the_county_has_no_other_breakdown_drawn_to_compare_with(
    county: County, said: dict[str, Any], status: int
) -> None:
    before = released(county)

    answer = county.go("POST", "/v1/reports/datasets", said, by="county", api=API)

    assert answer.status == status
    assert public(county, "/datasets/incidents-2026Q4") == before


def test_a_county_of_four_incidents_is_not_told_to_the_public_at_all(county: County) -> None:
    for _ in range(4):
        county.reported()
    county.advance(days=60)
    ask = {"dataset": "incidents", "quarter": "2026Q4"}
    county.go("POST", "/v1/reports/datasets", ask, by="admin", api=API)
    county.advance(minutes=1)
    run()

    (only,) = public(county, "/datasets/incidents-2026Q4")["areas"]

    assert (only["unit"], only["total"]) == (COUNTY, None)
    assert {one["requests"] for one in only["requests"]} == {None}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/reports/figures", None),
        ("POST", "/v1/reports/counts", {"unit": COUNTY}),
        ("GET", "/v1/reports/counts/01M8323B80ZASBGN3Q5V2DNX69", None),
        ("GET", "/v1/reports/counts/01M8323B80ZASBGN3Q5V2DNX69/events", None),
        ("GET", "/v1/reports/briefings", None),
        ("GET", "/v1/reports/tracking", None),
        ("GET", "/v1/reports/tracking/points", None),
        ("GET", "/v1/reports/tracking/hot-spots", None),
        ("GET", "/v1/reports/datasets", None),
        ("GET", "/v1/reports/stars/scheme", None),
        ("GET", "/v1/reports/stars/ratings", None),
        ("GET", f"/v1/reports/stars/ratings/{VILLAGE}-2026", None),
    ],
)
def test_who_does_not_sign_in_reads_what_is_public_and_nothing_else(
    county: County, method: str, path: str, body: Any
) -> None:
    query = {"unit": TOWN, "first": "2026-11", "figure": "penalties"}

    assert county.go(method, path, body, by=None, query=query, api=API).status == 401


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/datasets", {}),
        ("/stars/villages", {"unit": TOWN}),
        (f"/stars/villages/{VILLAGE}/years", {}),
        ("/stars/tally", {"unit": TOWN, "year": "2026"}),
    ],
)
def test_what_is_public_names_nobody_of_the_county(
    county: County, path: str, query: dict[str, str]
) -> None:
    stars = Stars(county)
    rating = stars.opened()
    stars.awarded(rating)
    said = {"star": FIVE[0], "reason": "经查王某某所为", "cites": [CITED]}
    stars.stepped(rating, "take", "town", **said)
    released(county)

    told = public(county, path, **query)
    text = json.dumps(told, ensure_ascii=False)

    assert told.get("items") or told.get("stars")
    assert "演示" not in text
    assert "王某某" not in text
    for name in ("rated_by", "checked_by", "asked_by", "set_by", "awarded_by"):
        assert name not in text


# Below the village, and elsewhere


@pytest.mark.parametrize("unit", [GRID, f"{COUNTY}107", COUNTY, NEXT_VILLAGE])
def test_a_village_officer_counts_nothing_but_the_own_village(county: County, unit: str) -> None:
    for asked in (
        {"unit": unit, "figures": [{"figure": "incidents_reported"}]},
        {"unit": VILLAGE, "figures": [{"figure": "incidents_reported", "unit": unit}]},
    ):
        said = {"first": "2026-11-01", "last": "2026-11-30"} | asked
        answer = county.go("POST", "/v1/reports/counts", said, by="village", api=API)
        assert answer.status in (403, 422), asked


def test_nothing_is_counted_of_a_grid_by_anybody(county: County) -> None:
    said = {"unit": TOWN, "first": "2026-11-01", "last": "2026-11-30"}
    wanted = [{"figure": "incidents_reported", "unit": GRID}]

    answer = county.go("POST", "/v1/reports/counts", said | {"figures": wanted}, by="town", api=API)

    assert answer.status == 422


def test_a_figure_of_another_village_does_not_open_by_the_count_of_ones_own_town(
    county: County,
) -> None:
    for unit, by in ((GRID, "worker"), (FAR_GRID, "far_worker")):
        county.reported(unit=unit, by=by)
    county.advance(minutes=1)
    wanted = [{"figure": "incidents_reported", "unit": one} for one in (VILLAGE, NEXT_VILLAGE)]
    said = {"unit": TOWN, "first": "2026-11-01", "last": "2026-11-30", "figures": wanted}
    made = county.go("POST", "/v1/reports/counts", said, by="town", api=API)
    assert made.status == 202, made
    run()

    def opened(unit: str, figure: str = "incidents_reported") -> Answer:
        path = f"/v1/reports/counts/{made.body['id']}/events"
        query = {"figure": figure, "unit": unit}
        return county.go("GET", path, by="village", query=query, api=API)

    assert len(opened(VILLAGE).body["items"]) == 1
    assert opened(NEXT_VILLAGE).status == 403
    assert opened(TOWN).status == 403
    assert opened(VILLAGE, "incidents_open").status == 404
