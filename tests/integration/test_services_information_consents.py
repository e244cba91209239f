"""Consent through the routes: field by field, taken back alone, by a guardian for a child (个保法 Arts. 14, 15, 29, 31)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.api import API
from tests.support.county import GRID, County, a_county
from tests.support.information import (
    CHILD,
    HEAD,
    HOME,
    UNKNOWN,
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

PHONE = "13500000001"


@pytest.fixture
def county() -> Iterator[County]:
    """A county with three households and the form they are asked by."""
    with a_county() as county:
        settle(county)
        enter_form(county)
        yield county


def test_what_another_form_holds_is_shown_by_consent_to_this_one_alone(county: County) -> None:
    visited(county, entry("phone", PHONE, HEAD), consents=[consent(HEAD)])
    enter_form(county, "visits", of_person("phone", origin="form"))

    def shown() -> str | None:
        filled = household(county, form="visits")["filled"]
        return next(one["value"] for one in filled if one["resident"] == HEAD)

    assert shown() is None
    visited(county, told=["visits"], consents=[consent(HEAD) | {"form": "visits"}])
    assert shown() == PHONE


def test_a_revised_form_is_told_and_agreed_to_anew(county: County) -> None:
    visited(county, entry("phone", PHONE, HEAD), consents=[consent(HEAD)])
    fields = form_of()["fields"]
    fields[1] |= {"purpose": "走访预约"}
    said = {"action": "revise", "fields": fields, "reason": "用途变更"}
    send(county, "POST", "forms/basics/transitions", said, by="admin")

    refused = visit(county, entry("phone", "13500000002", HEAD, why="换号"))

    assert refused.problem == "consent-missing"
    visited(county, entry("phone", "13500000002", HEAD, why="换号"), consents=[consent(HEAD)])


@pytest.mark.parametrize("resident", [CHILD, UNKNOWN])
def test_of_a_child_or_somebody_of_unknown_age_a_guardian_agrees(
    county: County, resident: str
) -> None:
    said = entry("aid", "低保", resident)

    assert visit(county, said).problem == "guardian-missing"
    assert visit(county, said, consents=[consent(resident)]).problem == "guardian-missing"
    guardian = consent(resident, None, by="guardian", guardian="张三（父）")
    visited(county, said, consents=[guardian])
    assert held(county, resident) == {"aid": "低保"}


def of_two(county: County) -> None:
    """Let the head agree to two sensitive fields and to a form's ordinary one."""
    fields = [of_person(one, sensitivity="sensitive", necessity="安排") for one in ("ill", "faith")]
    enter_form(county, "care", *fields, of_person("work"))
    told = [
        {"form": "care", "resident": HEAD} | ({"field": one} if one else {})
        for one in (None, "ill", "faith")
    ]
    entries = [
        {"form": "care", "field": one, "value": "有", "resident": HEAD}
        for one in ("work", "ill", "faith")
    ]
    visited(county, *entries, told=["care"], consents=told)


def test_agreeing_to_a_form_is_no_consent_to_what_is_sensitive_in_it(county: County) -> None:
    refused = visit(county, entry("phone", PHONE, HEAD), consents=[consent(HEAD, None)])

    assert (refused.status, refused.problem) == (409, "separate-consent-needed")
    assert "第二十九条" in refused.body["citation"]["article"]
    fields = [of_person("ill", sensitivity="sensitive", necessity="安排"), of_person("work")]
    enter_form(county, "care", *fields)
    said = {"form": "care", "field": "ill", "value": "有", "resident": HEAD}
    whole = [{"form": "care", "resident": HEAD}]
    missing = visit(county, said, told=["care"], consents=whole)
    assert (missing.problem, missing.body["fields"]) == ("consent-missing", ["ill"])


def test_each_consent_is_taken_back_alone_and_what_rests_on_it_is_deleted_alone(
    county: County,
) -> None:
    of_two(county)
    own = {"form": "care", "give": False}

    back = send(county, "POST", "own/consents", own | {"field": "ill"}, by="resident")

    assert back.status == 200, back
    given = [(one["field"], one["title"]) for one in back.body["records"][0]["consents"]]
    assert given == [("work", "字段work"), ("faith", "字段faith")]
    assert held(county, HEAD) == {"work": "有", "faith": "有"}
    send(county, "POST", "own/consents", own | {"field": "work"}, by="resident")
    assert held(county, HEAD) == {"faith": "有"}
    assert send(county, "POST", "own/consents", own, by="resident").status == 200
    assert held(county, HEAD) == {}


def test_a_notice_says_which_fields_take_a_consent_of_their_own(county: County) -> None:
    answer = county.go("GET", "/v1/services/public/information/notices", by=None, api=API)

    (form,) = answer.body["items"]
    told = {one["name"]: one["separate_consent"] for one in form["fields"]}
    assert told == {"water": False, "phone": True, "aid": False}
    assert "第二十九条" in form["separate"]["article"]


def test_a_child_is_agreed_for_field_by_field(county: County) -> None:
    enter_form(county, "school", of_person("hobby"))
    said = {"form": "school", "field": "hobby", "value": "足球", "resident": CHILD}
    guardian = {"form": "school", "resident": CHILD, "by": "guardian", "guardian": "张三（父）"}

    whole = visit(county, said, told=["school"], consents=[guardian])

    assert whole.problem == "separate-consent-needed"
    visited(county, said, told=["school"], consents=[guardian | {"field": "hobby"}])
    assert held(county, CHILD) == {"hobby": "足球"}
    masked = send(county, "GET", f"households/{HOME}")
    query = {"form": "school", "field": "hobby", "unit": GRID}
    listed = send(county, "GET", "report", query=query)
    assert "足球" not in masked.text, "all of a child is sensitive"
    assert (listed.body["items"], listed.body["counts"]) == ([], {"足球": 1})


def test_what_the_household_agreed_to_is_taken_back_in_the_app_as_well(county: County) -> None:
    roof = field("roof", ground="consent", basis=None)
    enter_form(county, "roofs", roof)
    said = {"form": "roofs", "field": "roof", "value": "土木"}
    visited(county, said, told=["roofs"], consents=[{"form": "roofs"}])
    assert held(county) == {"roof": "土木"}
    own = {"form": "roofs", "give": False}

    assert send(county, "POST", "own/consents", own, by="resident").problem == "no-such-consent"
    back = send(county, "POST", "own/consents", own | {"about": "household"}, by="resident")

    assert (back.status, back.body["records"][0]["consents"], held(county)) == (200, [], {})


def test_a_worker_takes_down_that_consent_is_withdrawn(county: County) -> None:
    visited(county, entry("phone", PHONE, HEAD), consents=[consent(HEAD)])

    made = visited(county, consents=[consent(HEAD, withdraw=True)])

    assert (made["withdrawals"], held(county, HEAD)) == (1, {})


def test_a_person_reads_all_that_is_held_and_takes_consent_back(county: County) -> None:
    visited(
        county,
        entry("phone", PHONE, HEAD),
        entry("aid", "低保", HEAD),
        consents=[consent(HEAD)],
    )

    own = send(county, "GET", "own", by="resident").body
    assert [one["value"] for one in own["records"][0]["values"]] == [PHONE, "低保"]
    assert [form["code"] for form in own["forms"]] == ["basics"]
    said = {"form": "basics", "field": "phone", "give": False}
    assert send(county, "POST", "own/consents", said, by="resident").status == 200

    assert held(county, HEAD) == {"aid": "低保"}
    again = send(county, "POST", "own/consents", said, by="resident")
    assert (again.status, again.problem) == (409, "no-such-consent")
    given = send(county, "POST", "own/consents", said | {"give": True}, by="resident")
    assert given.body["records"][0]["consents"][0]["how"] == "app"
    assert send(county, "GET", "own", by="neighbour").body["records"] == []
