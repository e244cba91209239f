"""Public data: a quarter is drawn once in the background, small numbers are hidden, everybody reads it without signing in."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from kernel.storage.unit_of_work import carry_out
from reports.api import API
from reports.public_data.rules import releases
from reports.public_data.rules.releases import HIDDEN, TRIES
from reports.public_data.service import draw_release
from reports.public_data.store import RELEASES
from reports.service.wind_clock import run
from services.mediation.store import figures
from tests.support.county import (
    COUNTY,
    FAR_GRID,
    NEXT_TOWN,
    NEXT_VILLAGE,
    TOWN,
    VILLAGE,
    http_event,
    lambda_context,
)

PUBLIC = "/v1/reports/public/datasets"
QUARTER = {"dataset": "incidents", "quarter": "2026Q4"}
ID = "incidents-2026Q4"


def over(county):
    """Let the quarter be over."""
    county.advance(days=60)


def ask(county, by="admin", **other):
    return county.go("POST", "/v1/reports/datasets", QUARTER | other, by=by, api=API)


def wind(county):
    county.advance(minutes=1)
    run()


def progress(county, release=ID):
    return county.go("GET", f"/v1/reports/datasets/{release}", by="county", api=API).body


def read(county, path="", **how):
    return county.go("GET", PUBLIC + path, by=None, api=API, **how)


def raw(path):
    """Return an answer as it goes out."""
    how = {"query": {}, "raw_query": "", "headers": {}, "body": None}
    return API.handle(http_event("GET", path, by=None, **how), lambda_context())


def drawn(county, **other):
    """Release a quarter and return it as everybody reads it."""
    assert ask(county, **other).status == 202
    wind(county)
    release = "-".join((QUARTER | other).values())
    answer = read(county, f"/{release}")
    assert answer.status == 200, answer
    return answer.body


def numbers(dataset):
    """By unit and kind, what is shown."""
    return {
        (one["unit"], one["elsewhere"], each["service_code"]): each["requests"]
        for one in dataset["areas"]
        for each in one["requests"]
    }


def dies_once(step):
    """Return a step that dies the second time it is taken, and never again."""
    taken = []

    def taking(*how):
        taken.append(how)
        if len(taken) == 2:
            raise RuntimeError("the run was lost")
        return step(*how)

    return taking


def reports(county):
    for _ in range(9):
        county.reported(category="environment")
    for _ in range(7):
        county.reported(unit=FAR_GRID, by="far_worker", category="dispute")
        county.reported(unit=FAR_GRID, by="far_worker", category="environment")
    for _ in range(3):
        county.reported(category="dispute")


def test_a_quarter_is_drawn_in_the_background_and_read_by_everybody(county):
    reports(county)
    over(county)

    asked = ask(county)
    assert (asked.status, asked.body["status"], asked.body["read"]) == (202, "drawing", 0)
    assert asked.body["towns"] == 2
    assert read(county, f"/{ID}").status == 404
    assert read(county).body["items"] == []
    wind(county)

    assert progress(county)["status"] == "released"
    [listed] = read(county).body["items"]
    assert (listed["id"], listed["first_month"], listed["last_month"]) == (ID, "2026-10", "2026-12")
    assert listed["licence"]["code"] == "CC-BY-4.0"
    whole = read(county, f"/{ID}").body
    shown = {(one["unit"], one["elsewhere"]): one["total"] for one in whole["areas"]}
    assert set(shown) == {
        (COUNTY, False),
        (COUNTY, True),
        (TOWN, False),
        (TOWN, True),
        (VILLAGE, False),
        (NEXT_VILLAGE, False),
        (NEXT_TOWN, False),
        (NEXT_TOWN, True),
    }
    assert shown[COUNTY, False] == 26
    assert shown[VILLAGE, False] == 12


def test_a_small_number_is_hidden_and_no_sum_gives_it_back(county):
    reports(county)
    over(county)

    shown = numbers(drawn(county))

    assert shown[VILLAGE, False, "dispute"] is None
    # The other village's disputes would be what is left of the town's.
    assert shown[NEXT_VILLAGE, False, "dispute"] is None or shown[TOWN, False, "dispute"] is None
    assert all(number is None or number == 0 or number >= 5 for number in shown.values())


def test_what_a_row_holds_once_it_is_released_is_what_everybody_sees(county):
    reports(county)
    over(county)
    drawn(county)

    kept = {number for area in RELEASES.get(ID).areas for number in (area.total, *area.numbers)}

    assert HIDDEN in kept
    assert not kept & {1, 2, 3, 4}


def test_the_csv_says_the_same_in_the_names_of_open311(county):
    reports(county)
    over(county)
    shown = numbers(drawn(county))

    told = raw(f"{PUBLIC}/{ID}/csv")

    lines = list(csv.DictReader(io.StringIO(told["body"].removeprefix("\ufeff"))))
    said = {
        (one["address_id"], one["elsewhere"] == "true", one["service_code"]): one["requests"]
        for one in lines
        if one["service_code"]
    }
    assert said == {
        where: "*" if number is None else str(number) for where, number in shown.items()
    }
    assert {(one["jurisdiction_id"], one["quarter"]) for one in lines} == {(COUNTY, "2026Q4")}
    assert told["headers"]["Content-Disposition"] == f'attachment; filename="{ID}.csv"'


@pytest.mark.parametrize("path", ["", "/csv"])
def test_what_is_released_may_be_kept_by_anybody_for_a_day(county, path):
    over(county)
    drawn(county)

    headers = raw(f"{PUBLIC}/{ID}{path}")["headers"]

    assert headers["Cache-Control"] == "public, max-age=86400"
    assert "Accept-Language" in headers["Vary"]


def test_a_quarter_is_released_once_when_it_is_over(county):
    early = ask(county)
    assert (early.status, early.problem) == (422, "quarter-not-over")
    over(county)
    assert ask(county).status == 202
    assert ask(county).problem == "dataset-already-released"
    wind(county)

    assert ask(county).problem == "dataset-already-released"


def test_the_last_day_of_a_quarter_is_not_after_it(county):
    county.advance(days=38)
    assert ask(county).problem == "quarter-not-over"
    county.advance(days=1)
    assert ask(county).status == 202


def test_what_is_corrected_after_the_release_does_not_change_it(county):
    reports(county)
    over(county)
    before = drawn(county)

    county.reported(category="dispute")
    wind(county)

    assert read(county, f"/{ID}").body == before


@pytest.mark.parametrize("by", ["town", "village", "worker", "resident", "water"])
def test_the_county_alone_releases(county, by):
    over(county)

    assert ask(county, by=by).status == 403


def test_a_release_is_carried_on_where_a_run_stopped(county, monkeypatch):
    over(county)
    ask(county)
    monkeypatch.setattr(releases, "with_town", dies_once(releases.with_town))

    wind(county)
    assert (progress(county)["status"], progress(county)["read"]) == ("drawing", 1)
    wind(county)
    assert progress(county)["read"] == 1, "whoever had it in hand may have it still"
    county.advance(minutes=5)
    wind(county)

    assert progress(county)["status"] == "released"


def test_a_release_fails_after_some_tries_and_may_be_asked_for_again(county, monkeypatch):
    over(county)
    ask(county)
    monkeypatch.setattr(draw_release, "_A_RUN", timedelta(seconds=-1))
    for _ in range(TRIES):
        wind(county)
        assert progress(county)["status"] == "drawing"
        county.advance(minutes=5)
    wind(county)
    assert progress(county)["status"] == "failed"
    assert read(county, f"/{ID}").status == 404
    monkeypatch.undo()

    drawn(county)

    assert progress(county)["status"] == "released"


def test_disputes_are_released_by_kind_and_village(county):
    def many(work):
        figures.add(work, VILLAGE, "2026-10", {"kind:land": 6, "opened": 6})
        figures.add(work, NEXT_VILLAGE, "2026-11", {"kind:land": 8})
        figures.add(work, TOWN, "2026-12", {"kind:land": 5})

    carry_out(many)
    over(county)

    shown = numbers(drawn(county, dataset="disputes"))

    assert shown[VILLAGE, False, "land"] == 6
    assert shown[NEXT_VILLAGE, False, "land"] == 8
    assert shown[TOWN, True, "land"] == 5
    assert shown[TOWN, False, "land"] == 19
    assert shown[COUNTY, False, "land"] == 19


def test_an_empty_quarter_is_released_as_noughts(county):
    over(county)

    dataset = drawn(county)

    assert set(numbers(dataset).values()) == {0}
    assert not dataset["is_withheld"]
