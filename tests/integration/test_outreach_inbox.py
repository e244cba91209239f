"""What offices hear of law outreach: a panel to renew, a prompt to answer, a day that is near."""

from __future__ import annotations

from datetime import datetime

import pytest

from kernel import clock
from tests.integration.test_inbox_histories import Inboxes
from tests.support.county import COUNTY, WATER, County
from tests.support.outreach import BASE, go, move, set_up, wind


@pytest.fixture
def inboxes(county: County) -> Inboxes:
    county.appoint(justice=("justice_supervisor", COUNTY))
    return Inboxes(county, "enforcement")


def test_a_keeper_hears_that_a_panel_does_not_hold_any_more(
    county: County, inboxes: Inboxes
) -> None:
    site = set_up(county)
    move(county, "sites", site, "check", "town", sound=False, finding="内容有误")

    assert inboxes.carry() == []

    (told,) = inboxes.read("village")
    assert (told["event"], told["about"]) == (
        "panel_to_renew",
        {"kind": "outreach_site", "id": site},
    )
    assert "内容有误" not in told["text"]
    assert inboxes.events("far_village") == []


def test_an_organ_hears_of_a_prompt_and_the_justice_department_of_its_answer(
    county: County, inboxes: Inboxes
) -> None:
    body = {"unit": WATER, "about": "今年尚未开展普法。", "cites": [{"law": "civil-code"}]}
    prompt = go(county, "POST", f"{BASE}/prompts", body, by="justice").body["id"]
    move(county, "prompts", prompt, "answer", "water", answer="下月开展。")
    move(county, "prompts", prompt, "assess", "justice", assessment="done", reason="已开展")

    assert inboxes.carry() == []

    assert inboxes.events("water") == ["prompt_to_answer", "prompt_assessed"]
    assert inboxes.events("justice") == ["prompt_answered"]
    first = inboxes.read("water")[0]["text"]
    assert "2026-12-14" in first
    assert "今年尚未开展普法" not in first


def test_a_day_that_is_near_is_told_by_its_name_and_date(county: County, inboxes: Inboxes) -> None:
    set_up(county)
    county.now = datetime(2026, 11, 24, 9, tzinfo=clock.SHANGHAI)
    wind(county)

    assert inboxes.carry() == []

    for by in ("county", "town", "village"):
        (told,) = inboxes.read(by)
        assert told["text"] == "国家宪法日（2026-12-04）将至，请安排普法宣传。"
    assert inboxes.events("far_village") == []
    assert inboxes.events("next_town") == []
