"""What anybody may do without signing in."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.deployed import DeployedCounty
from tests.e2e.people import GRID, TOWN, VILLAGE, report
from tests.web.conftest import PHONE, Visit


def test_a_case_is_followed_by_its_code_without_signing_in(
    cloud: DeployedCounty, visit: Visit
) -> None:
    incident = report(cloud, category="public_facilities", description="不登录也能查")
    anybody = visit(None, "track", size=PHONE)

    anybody.page.get_by_label("事件编号").fill(incident["case_code"])
    anybody.page.get_by_role("button", name="查看").click()

    expect(anybody.page.get_by_role("heading", name=incident["case_code"])).to_be_visible()
    expect(anybody.page.get_by_text("不登录也能查")).to_have_count(0)


def test_a_code_nobody_has_is_answered_in_the_words_of_the_api(visit: Visit) -> None:
    anybody = visit(None, "track/140426-20261123-0001-5")

    expect(anybody.page.get_by_role("alert")).to_be_visible()


def test_the_page_speaks_english_and_remembers_it(visit: Visit) -> None:
    anybody = visit(None, "track")

    anybody.page.get_by_role("button", name="English").click()
    anybody.page.reload()

    expect(anybody.page.get_by_label("Case code")).to_be_visible()


def test_the_board_of_a_village_is_found_by_its_name(cloud: DeployedCounty, visit: Visit) -> None:
    said = {"village": VILLAGE, "kind": "other", "title": "垃圾清运安排", "content": "每周三清运。"}
    answer = cloud.post("village_officer", "/v1/assembly/publications", json=said)
    assert answer.status_code == 201, answer.text
    anybody = visit(None, "board", size=PHONE)

    anybody.page.get_by_label("乡镇").select_option(TOWN)
    anybody.page.get_by_role("link", name="庄头村").click()
    anybody.page.get_by_role("link", name="垃圾清运安排").first.click()

    expect(anybody.page.get_by_text("每周三清运。")).to_be_visible()


def test_the_card_of_a_grid_names_who_works_it_and_no_private_telephone(
    cloud: DeployedCounty, visit: Visit
) -> None:
    unit = cloud.get("county_admin", f"/v1/registry/units/{GRID}").json()
    [worker, *_] = unit["grid_workers"]
    anybody = visit(None, f"grid/{GRID}", size=PHONE)

    expect(anybody.page.get_by_text(worker["name"])).to_be_visible()
    assert worker["phone"]
    expect(anybody.page.get_by_text(worker["phone"])).to_have_count(0)


def test_a_door_plate_tells_a_stranger_nothing(visit: Visit) -> None:
    anybody = visit(None, "plate/AbCdEfGhIjKlMnOpQrStUv", size=PHONE)

    expect(anybody.page.get_by_role("button", name="登录后打开")).to_be_visible()
    expect(anybody.page.get_by_text("本户和工作人员登录后可以打开户主页")).to_be_visible()
