"""A request about own data that names a field of a form: granting it does it (个保法 Arts. 46, 47, 50)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import obligations
from tests.support.county import COUNTY, Answer, County, a_county
from tests.support.information import HEAD, consent, enter_form, entry, held, settle, visited
from workspace.api import API

PHONE, RIGHT = "13500000001", "13500000002"


@pytest.fixture
def county() -> Iterator[County]:
    """A county in which somebody's phone is held by consent, and aid and water by duty."""
    with a_county() as county:
        settle(county)
        enter_form(county)
        entries = (entry("phone", PHONE, HEAD), entry("aid", "低保", HEAD), entry("water", "well"))
        visited(county, *entries, consents=[consent(HEAD)])
        yield county


def ask(county: County, by: str = "resident", **said: Any) -> Answer:
    body = {"kind": "correct", "about": "电话是旧的。"} | said
    return county.go("POST", "/v1/me/data-requests", body, by=by, api=API)


def answer(county: County, request: str, action: str = "grant") -> Answer:
    path = f"/v1/workspace/data-requests/{request}/transitions"
    return county.go("POST", path, {"action": action, "reason": "已核实"}, by="admin", api=API)


def test_a_granted_correction_is_made_and_the_old_value_kept(county: County) -> None:
    request = ask(county, field="phone", value=RIGHT).body["id"]
    assert held(county, HEAD)["phone"] == PHONE

    assert answer(county, request).status == 200

    assert held(county, HEAD)["phone"] == RIGHT
    own = county.kept("services")
    assert any("电话是旧的" in str(row) and PHONE in str(row) for row in own)


def test_a_refused_correction_changes_nothing(county: County) -> None:
    request = ask(county, field="phone", value=RIGHT).body["id"]

    assert answer(county, request, "refuse").body["status"] == "refused"

    assert held(county, HEAD)["phone"] == PHONE


def test_a_correction_of_the_household_is_made_too(county: County) -> None:
    assert answer(county, ask(county, field="water", value="tap").body["id"]).status == 200

    assert held(county) == {"water": "tap"}


def test_what_could_not_be_granted_is_not_asked(county: County) -> None:
    assert ask(county, field="income", value="1").wrong_fields == ["field"]
    assert ask(county, field="water", value="river").wrong_fields == ["value"]
    assert ask(county, field="phone").wrong_fields == ["value"]
    assert ask(county, value="tap").status == 422
    assert ask(county, kind="copy", field="phone").wrong_fields == ["field"]
    assert ask(county, kind="delete", field="phone", value="x").wrong_fields == ["value"]
    assert ask(county, field="phone", value="11010519491231002X").problem == "id-number-in-value"
    assert ask(county, by="neighbour", field="phone", value=RIGHT).wrong_fields == ["field"]


def test_a_granted_deletion_takes_what_consent_held_and_not_what_a_duty_keeps(
    county: County,
) -> None:
    phone = ask(county, kind="delete", field="phone").body["id"]
    aid = ask(county, kind="delete", field="aid").body["id"]

    assert answer(county, phone).status == 200
    refused = answer(county, aid)

    assert (refused.status, refused.problem) == (409, "held-by-duty")
    assert held(county, HEAD) == {"aid": "低保"}
    assert answer(county, aid, "refuse").status == 200


def test_an_answer_is_owed_within_ten_working_days_and_the_county_is_urged(
    county: County,
) -> None:
    asked = ask(county, field="phone", value=RIGHT).body

    owed = obligations.read(county, asked["id"])
    assert asked["due_at"].startswith("2026-12-07")
    assert (owed["kind"], owed["responsible_unit"]) == ("data_request", COUNTY)
    for _ in range(3):
        obligations.wake(county, asked["id"])
    assert obligations.read(county, asked["id"])["overdue"]
    assert answer(county, asked["id"]).status == 200
    assert obligations.read(county, asked["id"])["status"] == "fulfilled"
