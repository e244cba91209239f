"""A grid worker's phone, as the tests of the field hold it."""

from __future__ import annotations

import secrets
from typing import Any

from playwright.sync_api import Page, expect

from tests.deployed import DeployedCounty
from tests.e2e.people import GRID
from tests.web.conftest import Visitor


def ready(visitor: Visitor) -> Visitor:
    """Wait until a phone has what it needs to open the page without a line."""
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.wait_for_function(
        "async () => !!(await navigator.serviceWorker.ready) && !!(await caches.match('/'))"
    )
    return visitor


def words() -> str:
    """Return what nobody has reported before."""
    return f"桥头护栏松动 {secrets.token_hex(4)}"


def write(page: Page, said: str) -> None:
    """Fill a report in, as far as saving it."""
    page.goto(page.url.split("#")[0] + "#/report")
    page.get_by_label("发现了什么").fill(said)
    page.get_by_label("类别").select_option("public_facilities")


def save(page: Page, said: str) -> None:
    """Report something: it is on the phone then."""
    write(page, said)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).to_have_text("待上传")


def arrived(county: DeployedCounty, said: str) -> list[dict[str, Any]]:
    """Return the incidents of the grid that say it."""
    lines = county.get("grid_worker", "/v1/incidents", params={"unit": GRID, "limit": 100}).json()
    return [one for one in lines["items"] if one["description"] == said]


def expect_sent(page: Page, said: str) -> None:
    """Wait until nothing is left to be sent."""
    expect(page.get_by_text("没有待上传的内容")).to_be_visible()
    expect(page.locator("main")).to_contain_text(said)
