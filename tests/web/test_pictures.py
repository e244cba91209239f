"""Pictures of the main pages, as the README shows them: made by every run, kept in `docs/pictures` when `PICTURES=1` says so."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from infra.local.cloud import ROOT
from tests.deployed import DeployedCounty
from tests.e2e.people import VILLAGE, move, report
from tests.web.conftest import PHONE, Visit

WHERE = ROOT / ("docs" if os.environ.get("PICTURES") else ".local") / "pictures"
SMALL = 120_000
"""Bytes a picture may weigh."""
READ = {"width": 960, "height": 640}

SEEN = (
    ("路灯不亮，晚上学生走路看不见", "public_facilities", "general"),
    ("河道边堆了建筑垃圾", "environment", "pressing"),
    ("村口井盖破损，有人差点踩空", "public_facilities", "urgent"),
    ("自来水管漏水，路面结冰", "public_facilities", "pressing"),
)


@pytest.fixture(scope="module")
def case(cloud: DeployedCounty) -> dict[str, str]:
    """A village with some things to do; one of them it could not settle itself."""
    reported = [
        report(cloud, description=text, category=category, severity=severity)
        for text, category, severity in SEEN
    ]
    taken = move(cloud, "village_officer", reported[-1], "accept")
    assert taken.status_code == 200, taken.text
    climbed = move(
        cloud, "village_officer", reported[-1], "escalate", reason="管线属镇水站，村里修不了"
    )
    assert climbed.status_code == 200, climbed.text
    return {"case": reported[-1]["id"], "code": reported[-1]["case_code"]}


@pytest.mark.parametrize(
    ("name", "persona", "place", "size"),
    [
        ("desk", "village_officer", "desk", READ),
        ("queue", "village_officer", f"queue?unit={VILLAGE}", READ),
        ("case", "town_officer", "case/{case}", READ),
        ("supervision", "town_officer", "supervision?view=near_due", READ),
        ("track", None, "track/{code}", PHONE),
    ],
)
def test_the_main_pages_look_as_the_readme_shows_them(
    visit: Visit,
    case: dict[str, str],
    name: str,
    persona: str | None,
    place: str,
    size: dict[str, int],
) -> None:
    visitor = visit(persona, place.format(**case), size=size)
    expect(visitor.page.get_by_role("status")).to_have_count(0)

    target = keep(visitor.page.screenshot(), name)

    assert target.stat().st_size < SMALL


def keep(shot: bytes, name: str) -> Path:
    """Write a picture with few colours, which is all a page has."""
    WHERE.mkdir(parents=True, exist_ok=True)
    target = WHERE / f"{name}.png"
    Image.open(BytesIO(shot)).convert("RGB").quantize(64).save(target, optimize=True)
    return target
