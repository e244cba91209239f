"""The demo county's errands, done by its people in process: twelve, which print as more than ten."""

from __future__ import annotations

import csv
from typing import Any

from infra.local.demo_errands import DEMO, ErrandYear
from kernel.storage import dynamo
from registry.store.rows import HouseholdRow, ResidentRow
from services.api import API
from tests.support.county import County

VILLAGE = "140426106201"


def test_the_articles_errands_are_twelve_and_print_as_more_than_ten(county: County) -> None:
    people = {"p-ea-01": ("errand_agent", VILLAGE), "p-vo-01": ("village_officer", VILLAGE)}
    county.settle(dict.fromkeys((VILLAGE, f"{VILLAGE}001")), people)
    with (DEMO / "households.csv").open(encoding="utf-8") as file:
        homes = [row for row in csv.DictReader(file) if row["household_id"] <= "h-012"]
    with (DEMO / "residents.csv").open(encoding="utf-8") as file:
        heads = [row for row in csv.DictReader(file) if row["relation"] == "head"]
    for row in homes:
        key = HouseholdRow.key(row["household_id"])
        said: dict[str, Any] = {name: row[name] for name in ("household_id", "unit", "head_name")}
        home = HouseholdRow(
            *key[1:], **said, parent=HouseholdRow.listing(row["unit"]), code=row["unit"]
        )
        dynamo.write([dynamo.Write(home)])
    for row in heads[:12]:
        resident = ResidentRow(f"RESIDENT#{row['resident_id']}", "RESIDENT")
        resident.resident_id, resident.household_id = row["resident_id"], row["household_id"]
        resident.name, resident.parent = row["name"], f"RESIDENTS#{row['household_id']}"
        resident.code = row["resident_id"]
        dynamo.write([dynamo.Write(resident)])

    def ask(by: str, method: str, path: str, body: Any) -> dict[str, Any]:
        answer = county.go(method, f"/v1/services/{path}", body, by=by, api=API)
        assert answer.status in (200, 201), (path, body, answer)
        return answer.body

    ErrandYear(ask, lambda: county.now).fill(lambda _: None)

    query = {"unit": VILLAGE, "year": county.now.year}
    path = "/v1/services/errands/figures"
    figures = county.go("GET", path, by="p-vo-01", api=API, query=query).body
    assert (figures["delivered"], figures["said"]) == (12, "10余")
