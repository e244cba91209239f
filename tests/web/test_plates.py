"""Codes on doors are addresses of pages: what an officer prints leads the household to its own page, and nobody else there."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from points.model.qr import qr_svg
from tests.deployed import DeployedCounty
from tests.web.conftest import PHONE, Visit

HOUSEHOLD = "h-002"


@pytest.fixture
def printed(cloud: DeployedCounty, visit: Visit) -> str:
    """What the code says that an officer has on the screen, to be printed."""
    page = visit("village_officer", "plates").page
    page.get_by_label("户", exact=True).select_option(HOUSEHOLD)
    expect(page.get_by_alt_text("门牌二维码")).to_be_visible()
    drawn = cloud.get("village_officer", f"/v1/points/households/{HOUSEHOLD}/door-plate").text
    row = {"pk": {"S": f"STANDING#{HOUSEHOLD}"}, "sk": {"S": "PLATE"}}
    table = cloud.outputs["PointsTableName"]
    kept = cloud.client("dynamodb").get_item(TableName=table, Key=row)["Item"]
    address = f"https://{urlsplit(cloud.api_url).netloc}/#/plate/{kept['token']['S']}"
    assert drawn == qr_svg(address)
    return address


def test_a_household_that_scans_its_door_comes_to_its_points(visit: Visit, printed: str) -> None:
    page = visit("household", printed.partition("#/")[2], size=PHONE).page

    page.get_by_role("link", name="打开户主页").click()

    expect(page.get_by_role("heading", name="可用积分")).to_be_visible()


def test_a_neighbour_who_scans_it_is_led_to_the_village_board(visit: Visit, printed: str) -> None:
    page = visit("resident", printed.partition("#/")[2], size=PHONE).page

    page.get_by_role("link", name="看本村公开").click()

    expect(page).to_have_url(re.compile("#/board/"))
