"""A resident's correction through the deployed API, from the visit to the corrected record (个保法 Art. 46)."""

from __future__ import annotations

from typing import Any

from tests.deployed import DeployedCounty

BASE = "/v1/services/information"
HOUSEHOLD, RESIDENT, VILLAGE = "h-001", "r-0001", "140426106201"
FORM = "e2e_household"
FIELD = "e2e_water"


def made(county: DeployedCounty, who: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = county.post(who, path, json=body)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def form() -> dict[str, Any]:
    field = {
        "name": FIELD,
        "title": "饮水来源",
        "about": "person",
        "kind": "choice",
        "choices": ["well", "tap"],
        "purpose": "排查饮水安全",
        "ground": "consent",
        "keep_months": 24,
        "sensitivity": "sensitive",
        "necessity": "安排送水",
    }
    return {"code": FORM, "title": "饮水情况", "fields": [field]}


def own(county: DeployedCounty) -> dict[str, Any]:
    answer = county.get("resident", f"{BASE}/own")
    assert answer.status_code == 200, answer.text
    records = answer.json()["records"]
    return next(one for one in records if one["resident"] == RESIDENT)


def test_a_resident_has_a_wrong_record_corrected(cloud: DeployedCounty) -> None:
    made(cloud, "county_admin", f"{BASE}/forms", form())
    consent = {"resident": RESIDENT, "form": FORM, "field": FIELD}
    entry = consent | {"value": "well"}
    visit = {"household": HOUSEHOLD, "at": "2026-01-05T09:30:00+08:00", "told": [FORM]}
    made(
        cloud, "grid_worker", f"{BASE}/visits", visit | {"consents": [consent], "entries": [entry]}
    )
    (wrong,) = [one for one in own(cloud)["values"] if one["field"] == FIELD]
    assert wrong["value"] == "well"

    said = {"kind": "correct", "about": "去年已接通自来水。", "field": FIELD, "value": "tap"}
    request = made(cloud, "resident", "/v1/me/data-requests", said)
    owed = cloud.get("county_admin", f"/v1/obligations/{request['id']}").json()
    assert (owed["kind"], owed["status"]) == ("data_request", "open")
    path = f"/v1/workspace/data-requests/{request['id']}/transitions"
    made(cloud, "county_admin", path, {"action": "grant", "reason": "已核实并更正。"})

    record = own(cloud)
    assert [one["value"] for one in record["values"] if one["field"] == FIELD] == ["tap"]
    assert [(one["value"], one["why"]) for one in record["corrected"]] == [
        ("well", "去年已接通自来水。")
    ]
    assert cloud.get("county_admin", f"/v1/obligations/{request['id']}").json()["status"] == (
        "fulfilled"
    )


def test_the_grid_worker_reads_masked_and_the_resident_sees_who_read_more(
    cloud: DeployedCounty,
) -> None:
    path = f"{BASE}/households/{HOUSEHOLD}"
    assert cloud.get("grid_worker", path).status_code == 200
    reason = {"unmasked": "true", "reason": "核对饮水情况"}

    assert cloud.get("grid_worker", path, params=reason).status_code == 200

    reads = cloud.get("resident", f"{BASE}/own/reads").json()["items"]
    assert reads[0]["why"] == "核对饮水情况"


def test_the_figures_of_the_village_come_from_its_registry(cloud: DeployedCounty) -> None:
    def figures() -> tuple[int, int]:
        said = cloud.get("village_officer", f"{BASE}/report/people?unit={VILLAGE}").json()
        return said["grids"], said["people"]

    grids, people = figures()
    path = f"/v1/registry/households/{HOUSEHOLD}/residents/e2e-figures"
    born = cloud.call("county_admin", "PUT", path, json={"name": "演示新生儿", "birth_year": 2026})
    assert born.status_code in (200, 201), born.text

    # Other tests of this county register people too: the article's 577 are those of the demo's files.
    assert (grids, people >= 577) == (15, True)
    assert figures() == (15, people + 1)
