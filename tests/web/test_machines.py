"""A villager books a machine at a phone: at the posted price, in hours that nobody else has, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Route, expect

from tests.deployed import DeployedCounty
from tests.e2e.people import VILLAGE
from tests.web.conftest import PHONE, Visit
from tests.web.things import did, read


def ahead(days: int) -> str:
    """A day to come, in Beijing."""
    return (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=days)).date().isoformat()


def hours(on: str) -> dict[str, str]:
    """The morning of a day, which the form proposes."""
    return {"begins_at": f"{on}T08:00:00+08:00", "ends_at": f"{on}T12:00:00+08:00"}


@pytest.fixture
def machine(cloud: DeployedCounty) -> dict[str, Any]:
    """A machine of the village with posted prices."""
    return read(cloud, None, "/economy/public/machines", village=VILLAGE)["items"][0]


def given_out(cloud: DeployedCounty, machine: dict[str, Any], on: str) -> int:
    """In how many spans a machine is given out on a day."""
    path = f"/economy/machines/{machine['id']}/calendar"
    return len(read(cloud, "resident", path, day=on, days=1)["items"])


def fill(page: Page, on: str) -> None:
    page.get_by_label("哪一天").select_option(on)
    page.get_by_label("哪块地、给谁用").fill("村东三亩地")


def test_a_villager_books_by_the_free_days_and_the_posted_price_and_cancels(
    cloud: DeployedCounty, visit: Visit, machine: dict[str, Any]
) -> None:
    on = ahead(3)
    page = visit("resident", "mine", size=PHONE).page
    page.get_by_role("link", name="预约农机").click()
    expect(page.locator("main")).to_contain_text("¥60.00/亩")
    page.get_by_role("link", name=machine["name"]).click()
    expect(page.get_by_label("哪一天")).to_contain_text("全天空闲")

    fill(page, on)
    page.get_by_role("button", name="预约").click()

    mine = page.locator("li", has_text=on)
    expect(page.get_by_text("已经约好。")).to_be_visible()
    expect(mine).to_contain_text(f"{machine['name']} 已预约")
    assert given_out(cloud, machine, on) == 1
    mine.get_by_role("button", name="取消").click()
    page.get_by_role("dialog").get_by_label("理由").fill("下雨，改天再用")
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(mine).to_contain_text("已取消")
    assert given_out(cloud, machine, on) == 0


def test_of_two_who_want_the_same_hours_the_later_is_told_and_chooses_others(
    cloud: DeployedCounty, visit: Visit, machine: dict[str, Any]
) -> None:
    on = ahead(4)
    page = visit("resident", f"machines/{machine['id']}", size=PHONE).page
    fill(page, on)
    said = {**hours(on), "unit": machine["prices"][0]["unit"], "for_whom": "邻家的地"}
    did(cloud, "second_resident", f"/economy/machines/{machine['id']}/hires", said)

    page.get_by_role("button", name="预约").click()
    expect(page.get_by_role("alert")).to_contain_text("该时段已有预约")
    expect(page.get_by_label("哪一天")).to_contain_text("已约 08:00—12:00")
    page.get_by_label("从几点").fill("13:00")
    page.get_by_label("到几点").fill("15:00")
    page.get_by_role("button", name="预约").click()

    expect(page.get_by_text("已经约好。")).to_be_visible()
    assert given_out(cloud, machine, on) == 2


def test_without_a_line_prices_stay_in_sight_and_a_booking_whose_answer_was_lost_is_one(
    cloud: DeployedCounty, visit: Visit, machine: dict[str, Any]
) -> None:
    on = ahead(5)
    resident = visit("resident", "machines", size=PHONE)
    page = resident.page
    page.get_by_role("link", name=machine["name"]).click()
    expect(page.get_by_label("哪一天")).to_be_visible()
    resident.context.set_offline(True)
    page.get_by_role("link", name="农机和我的预约").click()
    expect(page.get_by_text("截至").first).to_be_visible()
    page.get_by_role("link", name=machine["name"]).click()
    expect(page.get_by_text("预约要连网")).to_be_visible()
    fill(page, on)
    page.get_by_role("button", name="预约").click()
    expect(page.get_by_role("alert")).to_contain_text("连不上网络")
    resident.context.set_offline(False)
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    page.route("**/hires", lose)
    page.get_by_role("button", name="预约").click()
    expect(page.get_by_role("alert")).to_contain_text("连不上网络")
    page.get_by_role("button", name="预约").click()

    expect(page.get_by_text("已经约好。")).to_be_visible()
    assert lost == [201]
    assert given_out(cloud, machine, on) == 1
