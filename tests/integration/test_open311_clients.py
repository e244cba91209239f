"""Registered clients: an app or hotline reports over Open311 with a key of its own, so many a day, in somebody's name."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from incidents.clients.store import ClientRow
from incidents.open311.api import API as OPEN311
from kernel.directory import Remembered
from kernel.storage.lists import every_row
from tests.support.county import FAR_GRID, GRID, County

ROOT = "/v1/incidents/clients"
FORM = {"service_code": "public_facilities", "attribute[unit]": GRID, "description": "井盖破损"}


def registered(county: County, **how: Any) -> dict[str, Any]:
    body = {"name": "12345 热线", "person_id": "town", "per_day": 3} | how
    told = county.go("POST", ROOT, body, by="admin")
    assert told.status == 201, told
    return told.body


def report(county: County, key: str | None, form: str = "json", **fields: str) -> Any:
    said = FORM | fields | ({"api_key": key} if key else {})
    headers = {"content-type": "application/x-www-form-urlencoded"}
    event = {
        "version": "2.0",
        "rawPath": f"/open311/v2/requests.{form}",
        "rawQueryString": "",
        "headers": headers | {"host": "a.gov.cn"},
        "requestContext": {
            "http": {"method": "POST", "path": "", "sourceIp": "203.0.113.7"},
            "stage": "$default",
        },
        "body": urlencode(said),
    }
    county.advance(seconds=1)
    return OPEN311.handle(event, None)


def test_a_registered_client_reports_in_the_name_of_who_answers_for_it(county: County) -> None:
    client = registered(county)

    told = report(county, client["api_key"])

    assert told["statusCode"] == 201, told["body"]
    [incident] = county.go("GET", "/v1/incidents", by="admin").body["items"]
    seen = county.read(incident["id"])
    assert (seen["source"], seen["unit"]) == ("resident", GRID)
    assert seen["due_at"] == "2026-11-26T18:00:00.000+08:00"


@pytest.mark.parametrize("key", [None, "xyz", "01M83A47Q7BNKVS6SD6HWM9W7F.abc"])
def test_a_key_that_is_nobodys_is_refused_as_the_specification_says(
    county: County, key: str | None
) -> None:
    registered(county)

    told = report(county, key, "xml")

    assert (told["statusCode"], told["headers"]["Content-Type"]) == (403, "text/xml; charset=utf-8")
    assert "<code>403</code>" in told["body"]


def test_a_client_reports_only_where_the_posts_of_who_answers_for_it_reach(county: County) -> None:
    client = registered(county, person_id="village")

    told = report(county, client["api_key"], **{"attribute[unit]": FAR_GRID})

    assert told["statusCode"] == 403


def test_a_client_brings_no_more_than_its_quota_until_midnight(county: County) -> None:
    client, other = registered(county), registered(county)
    for _ in range(3):
        report(county, client["api_key"])

    told = report(county, client["api_key"])
    others = report(county, other["api_key"])
    county.advance(hours=14)
    tomorrow = report(county, client["api_key"])

    assert (told["statusCode"], others["statusCode"]) == (429, 201)
    assert 0 < int(told["headers"]["Retry-After"]) <= 24 * 3600
    assert tomorrow["statusCode"] == 201


def test_what_was_refused_counts_for_nothing(county: County) -> None:
    client = registered(county, per_day=1)
    report(county, client["api_key"], service_code="nothing")

    assert report(county, client["api_key"])["statusCode"] == 201


def test_of_a_key_there_is_only_its_hash(county: County) -> None:
    headers = {"idempotency-key": "k-1"}
    body = {"name": "12345 热线", "person_id": "town"}
    first = county.go("POST", ROOT, body, by="admin", headers=headers)
    again = county.go("POST", ROOT, body, by="admin", headers=headers)

    secret = first.body["api_key"].partition(".")[2]
    assert (again.body["id"], again.body["api_key"]) == (first.body["id"], None)
    assert "api_key" not in county.go("GET", f"{ROOT}/{first.body['id']}", by="admin").body
    kept = [str(row.to_simple_dict()) for row in every_row(ClientRow, ("pk", "CLIENTS"))]
    assert kept
    assert not any(secret in row for row in kept)


def test_the_key_before_works_for_a_day_after_another_was_made(county: County) -> None:
    client = registered(county, per_day=100)
    changed = county.go("POST", f"{ROOT}/{client['id']}/keys", {}, by="admin")
    assert changed.status == 201, changed
    old, new = client["api_key"], changed.body["api_key"]

    at_once = [report(county, key)["statusCode"] for key in (old, new)]
    county.advance(hours=24)
    later = [report(county, key)["statusCode"] for key in (old, new)]

    assert (at_once, later) == ([201, 201], [403, 201])


def test_a_revoked_client_reports_no_more_and_stays_on_record(county: County) -> None:
    client = registered(county)
    path = f"{ROOT}/{client['id']}"

    gone = county.go("DELETE", path, by="admin")

    assert (gone.status, report(county, client["api_key"])["statusCode"]) == (204, 403)
    [listed] = county.go("GET", ROOT, by="admin").body["items"]
    assert listed["revoked_at"] is not None
    for again in (
        county.go("DELETE", path, by="admin"),
        county.go("POST", f"{path}/keys", {}, by="admin"),
        county.go("PUT", path, {"name": "x", "person_id": "town"}, by="admin"),
    ):
        assert (again.status, again.body["type"].rpartition(":")[2]) == (409, "client-revoked")


def test_a_client_reports_no_more_once_nobody_stands_behind_it(county: County) -> None:
    client = registered(county)
    county.appoint(town=("resident", GRID))
    Remembered.forget()

    assert report(county, client["api_key"])["statusCode"] == 403


def test_somebody_who_works_for_a_place_stands_behind_a_client(county: County) -> None:
    for nobody in ("resident", "not-there"):
        told = county.go("POST", ROOT, {"name": "x", "person_id": nobody}, by="admin")
        assert (told.status, told.body["errors"][0]["field"]) == (422, "person_id")


def test_a_quota_is_changed_from_the_version_that_was_seen(county: County) -> None:
    client = registered(county, per_day=1)
    path, body = f"{ROOT}/{client['id']}", {"name": "热线", "person_id": "town", "per_day": 2}
    changed = county.go("PUT", path, body, by="admin", headers={"if-match": '"1"'})
    stale = county.go("PUT", path, body, by="admin", headers={"if-match": '"1"'})

    assert (changed.status, changed.headers["ETag"], stale.status) == (200, '"2"', 412)
    sent = [report(county, client["api_key"])["statusCode"] for _ in range(3)]
    assert sent == [201, 201, 429]
