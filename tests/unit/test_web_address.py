"""Where codes on plates and slips lead to."""

from __future__ import annotations

import pytest

from kernel.web_address import page_at


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WEB_ORIGIN", raising=False)


def test_a_page_is_where_the_api_is():
    assert page_at("api.example.gov.cn", "plate", "t-1") == "https://api.example.gov.cn/#/plate/t-1"


@pytest.mark.parametrize(
    "origin", ["https://sizhi.example.gov.cn", "https://sizhi.example.gov.cn/"]
)
def test_a_county_says_where_its_pages_are(monkeypatch: pytest.MonkeyPatch, origin: str):
    monkeypatch.setenv("WEB_ORIGIN", origin)

    page = page_at("api.example.gov.cn", "redeem", "r-1", "7K4M")

    assert page == "https://sizhi.example.gov.cn/#/redeem/r-1/7K4M"


def test_an_origin_left_blank_is_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WEB_ORIGIN", "")

    assert page_at("api.example.gov.cn", "plate", "t-1").startswith("https://api.example.gov.cn/")
