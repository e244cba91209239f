"""The household's page, its statement and its door plate."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook

from points.api import API
from points.model.qr import qr_svg
from tests.support.village import World


def raw(village: World, path: str, by: str, **query: str) -> dict:
    """Call a route whose answer is not JSON."""
    event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": f"/v1/points/{path}",
        "rawQueryString": "&".join(f"{name}={value}" for name, value in query.items()),
        "queryStringParameters": query or None,
        "headers": {"host": "api.example.gov.cn"},
        "requestContext": {
            "http": {"method": "GET", "path": path, "sourceIp": "203.0.113.7"},
            "stage": "$default",
            "requestId": "r-1",
            "authorizer": {"jwt": {"claims": {"username": by}}},
        },
        "body": None,
        "isBase64Encoded": False,
    }
    return API.handle(event, None)


def test_a_page_says_what_there_is_and_what_happens_next(village: World) -> None:
    village.earn(points=7)
    claim = village.claimed()
    village.move(claim, "verify", "v1", quantity=1)

    page = village.did("GET", "households/h-01", by="p-h-01")

    assert (page["spendable"], page["honour"]) == (7, 7)
    assert page["lots"] == [{"points": 7, "expires_on": "2028-11-30"}]
    (pending,) = page["pending"]
    assert pending["next_step"] == "核验中：还需 1 名核验员核验，还需 2 户邻里认可，还需入户核实。"
    assert page["entries"][0]["text"] == "积分入账 +7 分：测试入账。可用余额 7 分。"


def test_each_stage_names_its_next_step(village: World) -> None:
    claim = village.claimed()
    said = [village.confirm(claim)["next_step"]]
    village.publish()
    said.append(village.read(claim)["next_step"])
    village.move(claim, "object", "p-h-02", reason="不实")
    said.append(village.read(claim)["next_step"])

    assert said == [
        "核验通过 5 分，最迟 2026-11-30 10:00 公示。",
        "公示至 2026-11-29 00:00，无异议自动入账 5 分。",
        "有异议，由未参与核验的人员在 2026-11-27 00:00 前答复。",
    ]


def test_a_page_is_for_the_household_and_who_serves_it(village: World) -> None:
    readers = {
        who: village.go("GET", "households/h-01", by=who).status
        for who in ("p-h-01", "worker", "officer", "v1", "town", "p-h-02", "keeper", "far_officer")
    }

    assert readers == {
        "p-h-01": 200,
        "worker": 200,
        "officer": 200,
        "v1": 200,
        "town": 200,
        "p-h-02": 404,
        "keeper": 404,
        "far_officer": 404,
    }


def test_a_years_statement_is_a_workbook_and_a_page_to_print(village: World) -> None:
    village.open_shop()
    village.earn(points=10)
    one = village.redeem().body
    village.hand_over(one["id"], one["code"])
    path = "households/h-01/statements/2026"

    workbook = raw(village, path, "p-h-01", format="xlsx")
    page = raw(village, path, "p-h-01", format="html")

    sheet = load_workbook(io.BytesIO(base64.b64decode(workbook["body"]))).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.values]
    assert workbook["isBase64Encoded"]
    assert rows[0] == ["h-01 户 2026 年积分对账单"]
    assert [row[3] for row in rows[3:6]] == [10, -3, -3]
    assert ["全年入账", 10] in rows
    assert ["全年兑换", 3] in rows
    assert page["headers"]["Content-Type"] == "text/html"
    assert "积分入账" in page["body"]
    assert "<script" not in page["body"]
    assert raw(village, path, "p-h-02", format="html")["statusCode"] == 404


@pytest.mark.parametrize("reason", ["=HYPERLINK(1)<b>", "https://example.org/<b>"])
def test_what_looks_like_a_formula_or_an_address_stays_text(reason: str) -> None:
    from points.model.statement import Statement, as_page, as_workbook

    entry: Any = {
        "at": "2026-11-23T10:00",
        "kind": "award",
        "kind_name": "积分入账",
        "reason": reason,
        "points": 5,
        "balances": {"spendable": 5, "honour": 5},
        "id": "e",
    }
    statement = Statement("h-01", 2026, [entry])

    sheet = load_workbook(io.BytesIO(as_workbook(statement, "zh"))).active

    assert (sheet["C4"].data_type, sheet["C4"].hyperlink) == ("s", None)
    assert "<b>" not in as_page(statement, "zh")


def test_another_year_is_another_statement(village: World) -> None:
    village.earn(points=10)

    page = raw(village, "households/h-01/statements/2025", "p-h-01", format="html")

    assert "积分入账" not in page["body"]


def test_a_door_plate_leads_home_without_a_word_about_anybody(village: World) -> None:
    first = raw(village, "households/h-01/door-plate", "officer")
    again = raw(village, "households/h-01/door-plate", "officer")
    token = next(row for row in village.rows() if row["sk"]["S"] == "PLATE")["token"]["S"]

    plate = f"plates/{token}"
    seen = {who: village.go("GET", plate, by=who) for who in ("p-h-01", "p-h-02", "p-h-90")}

    assert first["headers"]["Content-Type"] == "image/svg+xml"
    assert first["body"] == again["body"]
    assert first["body"] == qr_svg(f"https://api.example.gov.cn/#/plate/{token}")
    assert re.fullmatch(r"[\w-]{22}", token)
    assert seen["p-h-01"].body["page"] == "/v1/points/households/h-01"
    assert seen["p-h-02"].body["page"] is None
    assert seen["p-h-90"].status == 404
    assert village.go("GET", "households/h-01/door-plate", by="p-h-01").status == 403


def test_the_qr_of_a_redemption_is_a_picture_of_its_code(village: World) -> None:
    village.open_shop()
    village.earn(points=5)
    one = village.redeem().body

    drawn = raw(village, f"redemptions/{one['id']}/qr", "p-h-01")

    page = f"https://api.example.gov.cn/#/redeem/{one['id']}/{one['code']}"
    assert drawn["body"] == qr_svg(page)
