"""A browser before the deployed county, and people who sign in as they do in production."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from infra.local.front import Front
from infra.local.session import somebodies
from tests.deployed import DeployedCounty
from tests.e2e.people import GRID
from tests.web.browser import AXE, chromium

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1440, "height": 900}
ENOUGH = 2
"""Points for which something is to be had."""
UNHURRIED = 20_000
"""Milliseconds until what a page should show has to be there: machines are busy."""

Visit = Callable[..., "Visitor"]


class Visitor:
    """Somebody at a browser of their own, which tells when the page itself goes wrong."""

    def __init__(self, context: BrowserContext, front: Front) -> None:
        self.context = context
        self.front = front
        self.faults: list[str] = []
        self.page = self.another_tab()

    def another_tab(self) -> Page:
        """Open another tab of the same browser."""
        page = self.context.new_page()
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("console", self._hear)
        return page

    def _hear(self, said: Any) -> None:
        # A refusal is shown on the page; the browser notes every answer above 399 besides.
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.faults.append(said.text)

    def go(self, place: str = "") -> Page:
        """Go to a page of the client by what follows its hash."""
        self.page.goto(f"{self.front.url}#/{place}")
        expect(self.page.locator("h1")).to_be_visible()
        return self.page

    def sign_in(self, persona: str) -> Page:
        """Sign in by the button at the top, as whoever is picked."""
        self.page.locator("header").get_by_role("button", name="登录").click()
        self.page.locator(f'button[value="{persona}"]').click()
        expect(self.page.get_by_role("button", name="退出")).to_be_visible()
        return self.page

    def audit(self) -> list[str]:
        """Return what axe finds against WCAG 2.1 A and AA on the page as it is."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8") + "; 0")
        found = self.page.evaluate(
            """() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})"""
        )
        return [
            f"{one['id']}: {node['html'][:200]}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def spills(self) -> bool:
        """Whether the page has to be scrolled sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def a_visitor(browser: Browser, front: Front, size: ViewportSize, **more: Any) -> Visitor:
    """Return somebody with a browser of their own, who has not gone anywhere yet."""
    context = browser.new_context(viewport=size, locale="zh-CN", reduced_motion="reduce", **more)
    context.set_default_timeout(UNHURRIED)
    return Visitor(context, front)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for all tests of this process."""
    expect.set_options(timeout=UNHURRIED)
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def front(cloud: DeployedCounty) -> Iterator[Front]:
    """The one address of the county: page, API and sign-in."""
    server = Front(cloud.api_url, somebodies(cloud.session))
    yield server
    server.close()


@pytest.fixture
def visit(browser: Browser, front: Front) -> Iterator[Visit]:
    """Let somebody come with a browser of their own: `visit("village_officer", "queue")`; at the end no page had a fault."""
    visitors: list[Visitor] = []

    def come(
        persona: str | None = None, place: str = "", size: ViewportSize | None = None, **more: Any
    ) -> Visitor:
        visitor = a_visitor(browser, front, size or DESK, **more)
        visitors.append(visitor)
        visitor.go(place)
        if persona:
            visitor.sign_in(persona)
        return visitor

    yield come
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert faults == []


@pytest.fixture
def household(cloud: DeployedCounty) -> str:
    """A household of grid 001 with points to spend."""
    where = {"unit": GRID, "limit": 100}
    homes = cloud.get("grid_worker", "/v1/registry/households", params=where).json()["items"]
    for home in homes:
        path = f"/v1/points/households/{home['household_id']}/balance"
        if cloud.get("grid_worker", path).json()["spendable"] >= ENOUGH:
            return home["household_id"]
    raise AssertionError("no household of the demo has points")


def hash_of(page: Page) -> str:
    """Return where in the client a page is."""
    return re.sub(r"^[^#]*#?/?", "", page.url)
