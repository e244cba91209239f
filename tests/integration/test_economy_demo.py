"""The collective of the demo village, brought about through the routes: the article's figures come out of queries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

import economy
from assembly.api import API as ASSEMBLY
from economy.api import API as ECONOMY
from infra.local import demo_economy
from kernel.figures import Asked
from registry.store.rows import HouseholdRow
from tests.support.assembly import member
from tests.support.county import COUNTY, TOWN, County, a_county
from tests.support.in_process import unit_row

VILLAGE = f"{TOWN}201"
PEOPLE = {
    "p-cd-01": ("collective_director", VILLAGE),
    "p-bk-01": ("bookkeeper", VILLAGE),
    "p-cs-01": ("cashier", VILLAGE),
    "p-vo-01": ("village_officer", VILLAGE),
    "p-vo-32": ("village_officer", VILLAGE),
    "p-vr-02": ("village_representative", VILLAGE),
    "p-vr-03": ("village_representative", VILLAGE),
    "p-re-01": ("resident", f"{VILLAGE}001"),
}


@pytest.fixture(scope="module")
def county() -> Iterator[County]:
    """The county at the end of the demo; it is only read."""
    with pytest.MonkeyPatch.context() as patch, a_county() as made:
        patch.setattr("kernel.documents.keeping.ask_for", lambda _: None)
        made.staff |= PEOPLE
        home = HouseholdRow(
            "HOUSEHOLD#h-002",
            "HOUSEHOLD",
            household_id="h-002",
            unit=f"{VILLAGE}001",
            head_name="演示居民0004",
            parent=HouseholdRow.listing(VILLAGE),
            code="h-002",
        )
        units = [unit_row(code) for code in (VILLAGE, f"{VILLAGE}001")]
        made.settle(dict.fromkeys((COUNTY, TOWN)), made.staff, beside=[home, *units])

        def ask(by: str, method: str, path: str, body: Any) -> dict[str, Any]:
            api = ASSEMBLY if path.startswith("assembly") else ECONOMY
            answer = made.go(method, f"/v1/{path}", body, by=by, api=api)
            assert answer.status in (200, 201), (by, path, body, answer)
            return answer.body

        for kind, people in {
            "party_branch": [member("p-vo-01", office="secretary"), member("p-vo-32")],
            "collective_council": [member("p-cd-01"), member("p-vr-02"), member("p-vr-03")],
        }.items():
            body = ask("admin", "POST", "assembly/bodies", {"village": VILLAGE, "kind": kind})["id"]
            said = {"valid_from": "2026-11-01", "members": people}
            path = f"assembly/bodies/{body}/compositions"
            number = ask("admin", "POST", path, said)["number"]
            ask("admin", "POST", f"{path}/{number}/transitions", {"action": "confirm"})

        def wait(seconds: float) -> None:
            made.advance(seconds=seconds)

        demo_economy.Collective(ask, lambda: made.now, wait).fill(lambda _: None)
        yield made


def items(county: County, path: str, **query: Any) -> list[dict[str, Any]]:
    answer = county.go(
        "GET", f"/v1/economy/{path}", by="p-cd-01", api=ECONOMY, query={"village": VILLAGE} | query
    )
    assert answer.status == 200, answer
    return answer.body["items"]


def test_livestock_has_produced_seventeen_thousand_seven_hundred_and_twenty_yuan(county: County):
    asked = Asked(VILLAGE, date(2020, 1, 1), county.now.date(), county.now)

    produced = economy.counted("economic_value_fen", asked)
    assert sum(one.amount for one in produced) == 1_772_000
    livestock = next(one for one in items(county, "projects") if one["kind"] == "livestock")
    assert (livestock["produced_fen"], livestock["income_fen"]) == (1_772_000, 0)


def test_winter_wheat_stands_on_its_plot_at_what_it_cost_so_far(county: County):
    wheat = next(one for one in items(county, "projects") if one["kind"] == "crop")

    assert (wheat["name"], wheat["cost_fen"], wheat["status"]) == ("冬小麦", 481_000, "running")


def test_machines_and_idle_resources_are_let_by_a_decision_of_the_council(county: County):
    answer = county.go(
        "GET",
        "/v1/economy/contracts",
        by="p-cd-01",
        api=ECONOMY,
        query={"unit": VILLAGE, "status": "in_force"},
    )

    leases = answer.body["items"]
    assert [one["number"][-3:] for one in leases] == ["第1号", "第2号"]
    assert len({one["decision"] for one in leases}) == 1
    let = items(county, "assets", status="leased")
    assert {one["kind"] for one in let} == {"building", "machine"}


def test_the_pooled_machine_earns_for_its_owners(county: County):
    harvester = next(
        one for one in items(county, "assets") if one["machine"] and one["machine"]["shares"]
    )
    answer = county.go(
        "GET", f"/v1/economy/machines/{harvester['id']}/hires", by="p-cd-01", api=ECONOMY
    )

    (hire,) = answer.body["items"]
    assert (hire["status"], hire["total_fen"]) == ("paid", 36_000)
    assert [one["fen"] for one in hire["parts"]] == [27_000, 9_000]
    voucher = county.go(
        "GET", f"/v1/economy/vouchers/{hire['voucher']}", by="p-cd-01", api=ECONOMY
    ).body
    assert voucher["status"] == "posted"
    assert [(one["hire"], one["fen"]) for one in voucher["brings"]] == [(hire["id"], 36_000)]
