"""What offices and other systems do through the deployed API: fetch a ledger, report by Open311, load a holiday notice."""

from __future__ import annotations

import io
from typing import Any

import httpx
import openpyxl

from kernel import clock
from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import GRID, VILLAGE, report

WITHIN = 60


def test_a_ledger_is_asked_for_written_and_fetched(cloud: DeployedCounty) -> None:
    incident = report(cloud, category="road_traffic")
    day = clock.today().isoformat()
    wanted = {"unit": VILLAGE, "from": day, "to": day, "format": "xlsx"}
    asked = cloud.post("village_officer", "/v1/exports", json=wanted)
    assert asked.status_code == 202, asked.text

    def done() -> dict[str, Any] | None:
        told = cloud.get("village_officer", asked.headers["Location"]).json()
        return told if told["status"] not in ("queued", "running") else None

    told = eventually(done, "the ledger is written")
    fetched = httpx.get(told["download"]["url"], timeout=30, trust_env=False)

    assert fetched.status_code == 200, fetched.text
    sheet = openpyxl.load_workbook(io.BytesIO(fetched.content)).worksheets[0]
    assert incident["case_code"] in [row[0] for row in sheet.iter_rows(values_only=True)]
    assert "attachment" in fetched.headers["Content-Disposition"]


def test_an_open311_client_reports_by_form_and_follows_without_login(cloud: DeployedCounty) -> None:
    form = {
        "service_code": "road_traffic",
        "attribute[unit]": GRID,
        "description": "路面塌陷 𠮷",
        "phone": "000-0000001",
    }

    who = {"name": "测试热线", "person_id": cloud.get("town_officer", "/v1/me").json()["person_id"]}
    client = cloud.call("county_admin", "POST", "/v1/incidents/clients", json=who).json()
    keyed = {**form, "api_key": client["api_key"]}
    told = cloud.call(None, "POST", "/open311/v2/requests.json", data=keyed)
    assert told.status_code == 201, told.text
    own = cloud.call("grid_worker", "POST", "/open311/v2/signed-in/requests.xml", data=form)
    code = told.json()[0]["service_request_id"]
    shown = cloud.call(None, "GET", f"/open311/v2/requests/{code}.json")
    listed = cloud.call(None, "GET", "/open311/v2/requests.xml", params={"status": "open"})
    nobody = cloud.call(None, "POST", "/open311/v2/signed-in/requests.json", data=form)
    cloud.call("county_admin", "DELETE", f"/v1/incidents/clients/{client['id']}")
    revoked = cloud.call(None, "POST", "/open311/v2/requests.json", data=keyed)

    assert (shown.status_code, shown.json()[0]["status"]) == (200, "open")
    assert (listed.status_code, code in listed.text) == (200, True)
    assert listed.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert (own.status_code, nobody.status_code, revoked.status_code) == (201, 401, 403)


def test_a_holiday_notice_is_loaded_and_read_by_everybody(cloud: DeployedCounty) -> None:
    # So far ahead that no other test's limit runs into it.
    days = [
        *(("2099-01-01", "2099-01-01"), ("2099-01-20", "2099-01-23"), ("2099-04-04", "2099-04-04")),
        *(("2099-05-01", "2099-05-02"), ("2099-06-23", "2099-06-23"), ("2099-09-29", "2099-09-29")),
        ("2099-10-01", "2099-10-03"),
    ]
    notice = {
        "year": 2099,
        "source": {"title": "测试"},
        "holidays": [{"name": "假", "from": first, "to": last} for first, last in days],
        "make_up_working_days": [],
    }

    put = cloud.call("county_admin", "PUT", "/v1/registry/calendars/2099", json=notice)
    got = cloud.get("grid_worker", "/v1/registry/calendars/2099")

    assert (put.status_code, got.status_code) == (201, 200), put.text
    assert got.json()["notice"]["holidays"] == notice["holidays"]
