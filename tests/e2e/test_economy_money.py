"""The books of the deployed demo village, through HTTP: a voucher of four people, sheets for a member, no distribution by the wrong body."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.deployed import DeployedCounty

VILLAGE = "140426106201"
SHANGHAI = ZoneInfo("Asia/Shanghai")
DIRECTOR, BOOKKEEPER, CASHIER = "collective_director", "bookkeeper", "cashier"


def test_a_voucher_of_four_people_is_in_the_sheets_and_the_council_distributes_nothing(
    cloud: DeployedCounty,
) -> None:
    def ask(who: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        answer = cloud.call(who, method, f"/v1/economy/{path}", json=body)
        return answer.status_code, answer.json()

    today = datetime.now(SHANGHAI).date()
    said = {
        "village": VILLAGE,
        "on": today.isoformat(),
        "said": "收取承包费",
        "paper": f"收据{secrets.token_hex(8)}-1",
        "handler": "p-vo-01",
        "lines": [
            {"account": "102", "side": "debit", "fen": 250_000},
            {"account": "501", "side": "credit", "fen": 250_000},
        ],
    }
    sheets = f"statements?village={VILLAGE}&month={today:%Y-%m}"
    _, before = ask(BOOKKEEPER, "GET", sheets)
    status, own = ask(BOOKKEEPER, "POST", "vouchers", said | {"handler": "p-bk-01"})
    assert (status, own["type"]) == (409, "urn:sizhi:problem:same-person")

    _, voucher = ask(BOOKKEEPER, "POST", "vouchers", said)
    steps = f"vouchers/{voucher['id']}/transitions"
    assert ask(DIRECTOR, "POST", steps, {"action": "approve"})[0] == 200
    assert ask(CASHIER, "POST", steps, {"action": "settle"})[1]["status"] == "posted"

    status, after = ask("household", "GET", sheets)
    assert status == 200
    assert after["income"]["net_fen"] - before["income"]["net_fen"] == 250_000
    assert after["balance"]["assets_fen"] == after["balance"]["claims_fen"]

    leases = ask(DIRECTOR, "GET", f"contracts?unit={VILLAGE}&status=in_force")[1]["items"]
    by_council = next(one["decision"] for one in leases if one["decision"])
    distribution = {
        "village": VILLAGE,
        "year": today.year - 1,
        "decision": by_council,
        "plan": voucher["id"],
        "handler": "p-vo-01",
    }
    status, refused = ask(BOOKKEEPER, "POST", "distributions", distribution)
    assert (status, refused["type"]) == (409, "urn:sizhi:problem:not-decided")
    assert refused["citation"]["article"]
    period = f"{today.year}-Q{(today.month + 2) // 3}"
    nothing = {"village": VILLAGE, "period": period, "publication": voucher["id"]}
    status, refused = ask(BOOKKEEPER, "POST", "book-publications", nothing)
    assert (status, refused["type"]) == (409, "urn:sizhi:problem:not-published")
