"""The books of the demo village, entered through the routes by the people who would."""

from __future__ import annotations

from typing import Any

from economy.api import API
from infra.local.demo_books import Books
from kernel import clock
from tests.support.county import COUNTY, TOWN, a_county
from tests.support.in_process import unit_row

VILLAGE = f"{TOWN}201"
PEOPLE = {
    "p-cd-01": ("collective_director", VILLAGE),
    "p-bk-01": ("bookkeeper", VILLAGE),
    "p-cs-01": ("cashier", VILLAGE),
    "p-vo-01": ("village_officer", VILLAGE),
}


def test_the_demo_villages_books_balance_and_petty_cash_is_what_was_drawn_less_what_was_spent():
    with a_county() as county:
        county.staff |= PEOPLE
        county.settle(dict.fromkeys((COUNTY, TOWN)), county.staff, beside=[unit_row(VILLAGE)])

        def ask(by: str, method: str, path: str, body: Any) -> dict[str, Any]:
            answer = county.go(method, f"/v1/{path}", body, by=by, api=API)
            assert answer.status in (200, 201), (by, path, body, answer)
            return answer.body

        Books(ask, lambda: county.now.astimezone(clock.SHANGHAI)).fill(lambda _: None)
        month = {"village": VILLAGE, "month": "2026-11"}
        sheets = county.go("GET", "/v1/economy/statements", by="town", api=API, query=month).body

    assert sheets["income"]["net_fen"] == 1_154_000
    assert sheets["balance"]["assets_fen"] == sheets["balance"]["claims_fen"] == 1_154_000
    assert {one["account"]: one["fen"] for one in sheets["balance"]["assets"]} == {
        "101": 54_000,
        "102": 1_100_000,
    }
