"""Information through the routes: forms, visits, masking, consent, what is due, reports, deletion (DOMAIN 12.1, 18.3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from services.api import API
from tests.support.county import GRID, NEXT_GRID, VILLAGE, County, a_county
from tests.support.information import (
    AT,
    FAR_HOME,
    HEAD,
    HOME,
    NEXT_HOME,
    WIFE,
    consent,
    enter_form,
    entry,
    field,
    form_of,
    held,
    household,
    of_person,
    send,
    settle,
    visit,
    visited,
)
from tests.support.phone import op, push

PHONE = "13500000001"


@pytest.fixture
def county() -> Iterator[County]:
    """A county with three households and the form they are asked by."""
    with a_county() as county:
        settle(county)
        enter_form(county)
        yield county


def test_a_form_without_grounds_is_refused_with_each_field_that_lacks_them(county: County) -> None:
    body = form_of("aids", field("income", purpose=None, keep_months=None))

    answer = send(county, "POST", "forms", body, by="admin")

    assert (answer.status, answer.problem) == (422, "field-without-grounds")
    assert answer.wrong_fields == ["fields.0.purpose", "fields.0.keep_months"]


def test_two_forms_do_not_ask_the_same(county: County) -> None:
    again = send(county, "POST", "forms", form_of("other", field("water")), by="admin")

    assert (again.status, again.problem) == (409, "held-already")
    assert again.body["held_by"] == {"water": "basics"}
    assert send(county, "POST", "forms", form_of(), by="admin").problem == "form-known"


def test_everybody_reads_what_is_asked_what_for_and_which_rights_there_are(county: County) -> None:
    answer = county.go("GET", "/v1/services/public/information/notices", by=None, api=API)

    (form,) = answer.body["items"]
    phone = next(one for one in form["fields"] if one["name"] == "phone")
    assert (phone["ground"], phone["keep_months"], phone["necessity"]) == (
        "consent",
        24,
        "紧急联系",
    )
    assert form["rights"]["confidence"] == "law"
    assert "第十七条" in form["told_by"]["article"]


def test_a_visit_enters_what_was_told_and_agreed_and_the_household_is_due_in_a_year(
    county: County,
) -> None:
    made = visited(
        county,
        entry("water", "well"),
        entry("phone", PHONE, HEAD),
        consents=[consent(HEAD)],
    )

    assert (made["entered"], made["consents"]) == (2, 1)
    assert (held(county), held(county, HEAD)) == ({"water": "well"}, {"phone": PHONE})
    due = send(county, "GET", "rechecks", query={"unit": GRID}).body["items"]
    assert [(one["household"], one["due_on"]) for one in due] == [(HOME, "2027-11-23")]


def test_nothing_is_asked_before_it_was_told_what_for(county: County) -> None:
    assert visit(county, entry("water", "well"), told=[]).problem == "not-told"

    visited(county, entry("water", "well"))
    revise = {"action": "revise", "fields": form_of()["fields"], "reason": "用语"}
    assert send(county, "POST", "forms/basics/transitions", revise, by="admin").status == 200
    assert visit(county, entry("water", "well"), told=[]).problem == "not-told"


def test_what_is_held_is_not_asked_again_and_comes_filled_in(county: County) -> None:
    visited(county, entry("water", "well"))
    elsewhere = (
        field("water", origin="form", kind="choice", choices=["well", "tap"]),
        field("door_plate", origin="registry"),
        of_person("relation", origin="registry"),
        field("roof"),
    )
    enter_form(county, "safety", *elsewhere)

    filled = household(county, form="safety")["filled"]

    told = {(one["field"]["name"], one["resident"]): one for one in filled}
    assert (told["water", None]["value"], told["water", None]["ask"]) == ("well", False)
    assert told["door_plate", None]["value"] == HOME
    assert told["relation", WIFE]["value"] == "spouse"
    assert (told["roof", None]["value"], told["roof", None]["ask"]) == (None, True)
    asked = {"form": "safety", "field": "water", "value": "tap"}
    again = visit(county, asked, told=["safety"])
    assert (again.status, again.wrong_fields) == (422, ["entries.0.field"])


def test_a_correction_says_why_and_the_old_value_stays_beside_it(county: County) -> None:
    visited(county, entry("water", "well"))

    assert visit(county, entry("water", "tap")).problem == "already-held"
    made = visited(county, entry("water", "tap", why="接通自来水"))

    assert made["corrected"] == 1
    seen = household(county, unmasked="true", reason="核对")["records"][0]
    assert [one["value"] for one in seen["values"]] == ["tap"]
    assert [(one["value"], one["why"]) for one in seen["corrected"]] == [("well", "接通自来水")]


def test_a_visit_sent_late_replaces_nothing_that_was_seen_after_it(county: County) -> None:
    visited(county, entry("water", "tap"))
    early = "2026-11-22T09:00:00+08:00"

    late = visit(county, entry("water", "well", why="旧记录"), at=early)

    assert (late.problem, held(county)) == ("newer-held", {"water": "tap"})


@pytest.mark.parametrize(
    "at", ["2026-11-23T10:05:01+08:00", "2031-01-01T00:00:00+08:00", "1970-01-01T08:00:00+08:00"]
)
def test_a_visit_by_a_phone_whose_clock_is_wrong_is_of_now(county: County, at: str) -> None:
    made = visited(county, entry("water", "tap"), at=at)

    assert made["at"] == made["received_at"] == "2026-11-23T10:00:00.000+08:00"
    assert household(county)["records"][0]["values"][0]["kept_until"] == "2028-11-23"


@pytest.mark.parametrize("place", ["visit", "event"])
def test_nothing_that_is_yet_to_come_is_noted(county: County, place: str) -> None:
    said = {"kind": "birth", "on": "2026-11-24"}

    if place == "visit":
        answer, wrong = visit(county, events=[said]), "events.0.on"
    else:
        answer, wrong = send(county, "POST", f"households/{HOME}/events", said, by="worker"), "on"

    assert (answer.status, answer.wrong_fields) == (422, [wrong])


# Offline


def offline(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    said = {"household": HOME, "at": AT, "told": ["basics"], "entries": list(entries)}
    return said | more


def test_visits_made_offline_are_recorded_once_however_often_they_are_sent(county: County) -> None:
    batch = [
        op(1, "visit", **offline(entry("water", "tap"))),
        op(2, "information_event", target=NEXT_HOME, kind="birth", on="2026-11-22"),
    ]

    first, again = push(county, *batch), push(county, *batch)

    assert [one["outcome"] for one in first] == ["applied", "applied"]
    assert [one["outcome"] for one in again] == ["replayed", "replayed"]
    assert first[0]["visit"] == again[0]["visit"]
    assert (again[1]["household"], held(county)) == (NEXT_HOME, {"water": "tap"})
    visits = send(county, "GET", f"households/{HOME}/visits", by="worker").body["items"]
    assert [one["id"] for one in visits] == [first[0]["visit"]]


def test_a_visit_that_contradicts_what_is_held_is_shown_the_household(county: County) -> None:
    visited(county, entry("water", "tap"))

    [result] = push(county, op(1, "visit", **offline(entry("water", "well"))))

    assert (result["outcome"], result["problem"]["held"]) == ("conflict", ["water"])
    assert result["current"]["household"] == HOME


def test_a_visit_of_another_grid_is_refused_offline_as_well(county: County) -> None:
    [result] = push(county, op(1, "visit", **offline(household=FAR_HOME)))

    assert (result["outcome"], result["problem"]["status"]) == ("refused", 404)


def test_a_visit_is_kept_whole_or_not_at_all(county: County) -> None:
    refused = visit(county, entry("water", "well"), entry("phone", PHONE, HEAD))

    assert (refused.problem, refused.body["fields"]) == ("consent-missing", ["phone"])
    assert held(county) == {}


def test_a_visit_sent_twice_is_one(county: County) -> None:
    first = visit(county, entry("water", "well"), key="visit-of-monday-1")
    again = visit(county, entry("water", "well"), key="visit-of-monday-1")

    assert (first.status, again.status, again.body["id"]) == (201, 201, first.body["id"])
    visits = send(county, "GET", f"households/{HOME}/visits").body["items"]
    assert len(visits) == 1


def test_a_visit_names_who_lives_there_and_what_the_form_asks(county: County) -> None:
    assert visit(county, entry("aid", "低保", "r-11")).wrong_fields == ["entries.0.resident"]
    assert visit(county, entry("water", "well", HEAD)).wrong_fields == ["entries.0.field"]
    assert visit(county, entry("water", "river")).wrong_fields == ["entries.0.value"]
    hidden = entry("aid", "11010519491231002X", HEAD)
    assert visit(county, hidden).problem == "id-number-in-value"


def test_who_serves_elsewhere_does_not_learn_of_a_household(county: County) -> None:
    for stranger in ("next_worker", "far_worker", "far_village"):
        assert visit(county, by=stranger).status == 404
        assert send(county, "GET", f"households/{HOME}", by=stranger).status == 404
    assert visit(county, household="h-77").status == 404
    assert visit(county, by="resident").status == 403
    assert visit(county, by="town").status == 403
    for own in ("worker", "chief", "village"):
        assert visit(county, by=own).status == 201, own
    assert send(county, "GET", "rechecks", query={"unit": NEXT_GRID}).status == 403


def test_what_is_sensitive_is_masked_and_each_unmasked_reading_is_recorded(county: County) -> None:
    visited(county, entry("phone", PHONE, HEAD), consents=[consent(HEAD)])
    path = f"households/{HOME}"

    assert PHONE not in send(county, "GET", path).text
    assert send(county, "GET", path, query={"unmasked": "true"}).wrong_fields == ["reason"]
    allowed = {"unmasked": "true", "reason": "防汛转移联系"}
    assert send(county, "GET", path, query=allowed, by="county").status == 403
    assert PHONE in send(county, "GET", path, query=allowed).text

    for way, by in (("own/reads", "resident"), (f"{path}/reads", "village")):
        reads = send(county, "GET", way, by=by).body["items"]
        assert [(one["role"], one["why"]) for one in reads] == [("grid_worker", "防汛转移联系")]


@pytest.mark.parametrize("kind", ["birth", "death", "move", "marriage"])
def test_an_event_brings_a_household_to_the_top_of_what_is_due(county: County, kind: str) -> None:
    visited(county)
    visited(county, household=NEXT_HOME)

    said = {"kind": kind, "on": "2026-11-23"}
    assert send(county, "POST", f"households/{NEXT_HOME}/events", said, by="village").status == 201

    due = send(county, "GET", "rechecks", query={"unit": GRID}).body["items"]
    told = [(one["household"], one["due_on"], one["due_for"]) for one in due]
    assert told == [(NEXT_HOME, "2026-12-07", kind), (HOME, "2027-11-23", "yearly")]


def test_what_is_due_costs_one_query_and_one_read(county: County) -> None:
    for home in (HOME, NEXT_HOME):
        visited(county, household=home)
    county.calls.clear()

    send(county, "GET", "rechecks", query={"unit": GRID})

    assert county.calls.count("Query") == 1
    assert county.calls.count("BatchGetItem") <= 2


def test_a_report_is_a_query_with_a_day(county: County) -> None:
    visited(county, entry("water", "well"))
    visited(county, entry("water", "tap"), household=NEXT_HOME)
    county.advance(days=2)
    visited(county, entry("water", "tap", why="接通"), at="2026-11-25T09:00:00+08:00")

    def counts(on: str, **unit: str) -> Any:
        query = {"form": "basics", "field": "water", "unit": VILLAGE, "on": on} | unit
        return send(county, "GET", "report", query=query, by="village").body["counts"]

    assert counts("2026-11-22") == {}
    assert counts("2026-11-24") == {"well": 1, "tap": 1}
    assert counts("2026-11-25") == {"tap": 2}
    assert counts("2026-11-25", unit=NEXT_GRID) == {}


def test_a_report_of_what_is_sensitive_counts_and_lists_nothing(county: County) -> None:
    visited(county, entry("phone", PHONE, HEAD), consents=[consent(HEAD)])
    query = {"form": "basics", "field": "phone", "unit": GRID}

    answer = send(county, "GET", "report", query=query)

    assert (answer.body["items"], answer.body["counts"]) == ([], {"＊＊＊": 1})
    assert PHONE not in answer.text


def test_the_number_of_people_comes_from_the_registry(county: County) -> None:
    answer = send(county, "GET", "report/people", query={"unit": VILLAGE}, by="village")

    said = answer.body
    assert (said["grids"], said["households"], said["people"]) == (2, 2, 5)


def test_no_history_keeps_a_value(county: County) -> None:
    visited(county, entry("phone", PHONE, HEAD), consents=[consent(HEAD)])
    visited(county, entry("phone", "13500000002", HEAD, why="换号"))

    steps = [row for row in county.kept("services") if row["sk"]["S"].startswith("HIST#")]

    assert steps
    assert PHONE not in str(steps)


def test_a_form_is_moved_by_the_county_alone_and_by_the_version_seen(county: County) -> None:
    retire = {"action": "retire", "reason": "工作结束"}
    path = "forms/basics/transitions"

    assert send(county, "POST", path, retire, by="village").status == 403
    stale = send(county, "POST", path, retire, by="admin", headers={"if-match": '"7"'})
    assert stale.status == 412
    assert send(county, "POST", path, {"action": "retire"}, by="admin").problem == "words-missing"
    assert send(county, "POST", path, retire, by="admin").status == 200
    assert send(county, "POST", path, retire, by="admin").problem == "illegal-move"
    listed = send(county, "GET", "forms", query={"status": "retired"}).body["items"]
    assert [one["code"] for one in listed] == ["basics"]


def test_the_far_household_is_its_own_villages(county: County) -> None:
    assert send(county, "GET", f"households/{FAR_HOME}", by="far_worker").status == 200
    assert send(county, "GET", f"households/{FAR_HOME}", by="village").status == 404


def test_everybody_reads_what_the_whole_product_holds_of_people(county: County) -> None:
    path = "/v1/services/public/information/personal-data"
    told = county.go("GET", path, by=None, api=API)

    assert told.status == 200, told
    kept = {one["part"]: one["kept"] for one in told.body["items"]}
    assert (len(kept), kept["incidents"]) == (16, "36个月")
    assert told.body["rights"]["confidence"] == "law"
