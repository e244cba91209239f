"""Everybody can use every page: by keyboard, with large letters, on a narrow screen, read aloud. `LOOK=1` keeps pictures of them all."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.local.cloud import ROOT
from infra.local.front import Front
from tests.deployed import DeployedCounty
from tests.e2e.people import VILLAGE
from tests.web.conftest import DESK, PHONE, Visit, Visitor, a_visitor
from tests.web.things import Things

LOOKS = ROOT / ".local" / "looks"


class Stop(NamedTuple):
    """A page on the walk: as it is declared, who looks at it, and where."""

    page: str
    persona: str | None
    place: str


PUBLIC = [
    Stop("", None, ""),
    Stop("track", None, "track"),
    Stop("track/:code", None, "track/{code}"),
    Stop("board", None, "board"),
    Stop("board/:village", None, "board/{village}"),
    Stop("board/:village/:publication", None, "board/{village}/{publication}"),
    Stop("grid/:grid", None, "grid/{grid}"),
    Stop("courtyard/:plate", None, "courtyard/AbCdEfGhIjKlMnOpQrStUv"),
    Stop("plate/:token", None, "plate/AbCdEfGhIjKlMnOpQrStUv"),
]
RESIDENT = [
    Stop("mine", "resident", "mine"),
    Stop("mine/:id", "resident", "mine/{incident}"),
    Stop("inbox", "resident", "inbox"),
    Stop("household/:id", "household", "household/{household}"),
    Stop("goods/:village", "household", "goods/{village}"),
    Stop("redemption/:id", "grid_worker", "redemption/{redemption}"),
    Stop("redeem/:id/:code", "shop_keeper", "redeem/{redemption}/{slip}"),
    Stop("machines", "resident", "machines"),
    Stop("machines/:id", "resident", "machines/{machine}"),
    Stop("ideas", "resident", "ideas"),
    Stop("ideas/:id", "resident", "ideas/{idea}"),
    Stop("meetings", "representative", "meetings"),
    Stop("meetings/:id", "representative", "meetings/{meeting}"),
    Stop("vote/:id", "representative", "vote/{vote}"),
    Stop("feedback", "resident", "feedback"),
    Stop("feedback/:id", "resident", "feedback/{feedback}"),
]
FIELD = [
    Stop("field", "grid_worker", "field"),
    Stop("report", "grid_worker", "report"),
    Stop("outbox", "grid_worker", "outbox"),
    Stop("confirm", "grid_worker", "confirm"),
    Stop("confirm/:id", "grid_worker", "confirm/{solved}"),
    Stop("hazards", "grid_worker", "hazards"),
    Stop("hazard/:place", "grid_worker", "hazard/{place}?grid={grid}"),
    Stop("record/visit", "grid_worker", "record/visit"),
    *(
        Stop("record/:what", "grid_worker", f"record/{what}")
        for what in ("dispute", "errand", "work_day", "load")
    ),
    Stop("scan", "grid_worker", "scan"),
]
DESKS = [
    Stop("desk", "village_officer", "desk"),
    Stop("queue", "village_officer", "queue"),
    Stop("case/:id", "village_officer", "case/{incident}"),
    Stop("points", "village_officer", "points"),
    Stop("claim/:id", "village_officer", "claim/{claim}"),
    Stop("matters", "village_officer", "matters"),
    Stop("matter/:id", "village_officer", "matter/{matter}"),
    Stop("meeting/:id", "village_officer", "meeting/{meeting}"),
    Stop("plates", "village_officer", "plates?household={household}"),
    Stop("publications", "village_officer", "publications"),
    Stop("publication/:id", "village_officer", "publication/{publication}"),
    Stop("contracts", "village_officer", "contracts"),
    Stop("contract/:id", "village_officer", "contract/{contract}"),
    Stop("obligations", "village_officer", "obligations"),
    Stop("obligation/:id", "village_officer", "obligation/{obligation}"),
    Stop("search", "town_officer", "search"),
    Stop("supervision", "town_officer", "supervision"),
    Stop("supervision", "town_officer", "supervision?view=punctuality"),
    Stop("tracking", "town_officer", "tracking"),
    Stop("hot-spots", "town_officer", "hot-spots"),
    Stop("briefings", "town_officer", "briefings"),
    Stop("briefing/:id", "town_officer", "briefing/{briefing}"),
    Stop("enforcement", "enforcement_officer", "enforcement"),
    Stop("enforcement-case/:id", "enforcement_officer", "enforcement-case/{enforcement_case}"),
]
ECONOMY = [
    Stop("vouchers", "bookkeeper", "vouchers"),
    Stop("voucher/:id", "bookkeeper", "voucher/{voucher}"),
    Stop("statements", "bookkeeper", "statements"),
    Stop("arrears", "bookkeeper", "arrears"),
    Stop("alerts", "town_officer", "alerts"),
    Stop("alert/:id", "town_officer", "alert/{alert}"),
    Stop("projects", "bookkeeper", "projects"),
    Stop("project/:id", "bookkeeper", "project/{project}"),
    Stop("hires", "village_officer", "hires"),
    Stop("hire/:id", "village_officer", "hire/{hire}"),
    Stop("member/:id", "village_officer", "member/{member}"),
    Stop("members", "village_officer", "members"),
    Stop("suits", "town_officer", "suits?village={village}"),
    Stop("suit/:id", "town_officer", "suit/{suit}"),
    Stop("budget", "village_officer", "budget"),
    Stop("distribution", "bookkeeper", "distribution"),
]
ENFORCEMENT = [
    Stop("inspections", "enforcement_head", "inspections?status=closed"),
    Stop("inspection/:id", "enforcement_head", "inspection/{inspection}"),
    Stop("certificates", "enforcement_head", "certificates"),
    Stop("officer/:person", "enforcement_head", "officer/p-eo-01"),
    Stop("inspection-plan", "enforcement_head", "inspection-plan"),
    Stop("powers", "enforcement_head", "powers"),
    Stop("trainings", "enforcement_head", "trainings"),
    Stop("supervision-papers", "enforcement_head", "supervision-papers"),
    Stop("supervision-paper/:id", "enforcement_head", "supervision-paper/{supervision_paper}"),
]
SHOP = [
    Stop("shop", "shop_keeper", "shop"),
    Stop("stock/:id", "shop_keeper", "stock/soap?village={village}"),
    Stop("redemptions", "shop_keeper", "redemptions"),
    Stop("redeem/:id", "shop_keeper", "redeem/{redemption}"),
]
WALK = [*PUBLIC, *RESIDENT, *FIELD, *DESKS, *ECONOMY, *ENFORCEMENT, *SHOP]


def declared() -> Iterator[str]:
    """Give every page of the client, as the parts declare them."""
    for index in sorted((ROOT / "web" / "src").rglob("index.ts")):
        for pages in re.findall(r"pages: Pages = \{(.*?)\}", index.read_text(), re.DOTALL):
            yield from re.findall(r'"?([\w/:-]*)"?: \w+', pages)


def test_every_page_of_the_client_is_walked() -> None:
    assert sorted({stop.page for stop in WALK}) == sorted(declared())


@pytest.fixture(scope="module")
def things(cloud: DeployedCounty) -> Things:
    return Things(cloud)


@pytest.fixture(scope="module")
def seat(browser: Browser, front: Front) -> Iterator[Callable[[str | None], Visitor]]:
    """Let somebody sit down before one browser for all of the walk: to sign in is another test's."""
    seated: dict[str | None, Visitor] = {}

    def sit(persona: str | None) -> Visitor:
        if persona not in seated:
            visitor = a_visitor(browser, front, PHONE)
            visitor.go()
            if persona:
                visitor.sign_in(persona)
            seated[persona] = visitor
        return seated[persona]

    yield sit
    for visitor in seated.values():
        visitor.context.close()


@pytest.mark.parametrize("stop", WALK, ids=lambda stop: stop.place or "home")
def test_nothing_on_a_page_keeps_anybody_out(
    seat: Callable[[str | None], Visitor], things: Things, stop: Stop
) -> None:
    visitor = seat(stop.persona)
    page = visitor.page
    page.set_viewport_size(PHONE)
    visitor.go(stop.place.format_map(things))
    expect(page.locator("main p.faint[role=status]")).to_have_count(0)
    keep(page, stop, "phone")

    narrow, found = visitor.spills(), visitor.audit()
    small = too_small(page) if stop in FIELD else []
    page.get_by_role("button", name="大字").click()
    large_spills = visitor.spills()
    page.get_by_role("button", name="标准字").click()
    dialogs = list(in_dialogs(visitor))
    page.set_viewport_size(DESK)
    keep(page, stop, "desk")

    assert found == []
    assert not narrow
    assert not large_spills
    assert small == []
    assert dialogs == []
    assert visitor.audit() == []
    assert codes_shown(page) == []
    assert visitor.faults == []


def too_small(page: Page) -> list[str]:
    """Return what a cold finger would miss: buttons and fields lower than 44 pixels."""
    return page.locator(
        "main button, main a.button, main input:not([type=checkbox], [type=radio], [type=file]), main select"
    ).evaluate_all(
        "all => all.filter(one => one.offsetHeight && one.offsetHeight < 44).map(one => one.outerHTML.slice(0, 120))"
    )


def in_dialogs(visitor: Visitor) -> Iterator[str]:
    """Open each dialog of a page and give what keeps somebody out of it."""
    openers = visitor.page.locator("main [aria-haspopup=dialog]")
    for number in range(min(openers.count(), 6)):
        opener = openers.nth(number)
        if opener.is_visible() and opener.is_enabled():
            opener.click()
            expect(visitor.page.get_by_role("dialog")).to_be_visible()
            yield from visitor.audit()
            if visitor.spills():
                yield f"{opener.inner_text()} spills"
            visitor.page.keyboard.press("Escape")
            expect(visitor.page.get_by_role("dialog")).to_have_count(0)


CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\bp-[a-z]+-\d+\b")
"""A value of an enumeration, or the registry's id of a person."""
MOMENT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:")


def codes_shown(page: Page) -> list[str]:
    """Return what a page shows in the machine's words: codes, moments as they are sent, values that are none."""
    said = page.locator("main").inner_text()
    strange = [word for word in ("undefined", "null", "NaN", "[object", "……") if word in said]
    return [*strange, *CODE.findall(said), *MOMENT.findall(said)]


def keep(page: Page, stop: Stop, size: str) -> None:
    if os.environ.get("LOOK"):
        name = re.sub(r"\W+", "-", stop.place).strip("-") or "home"
        page.screenshot(path=LOOKS / f"{name}-{size}.png", full_page=True)


def test_a_dialog_keeps_the_focus_and_ends_with_escape(visit: Visit, things: Things) -> None:
    officer = visit("village_officer", f"publications?unit={VILLAGE}")
    button = officer.page.locator("main [aria-haspopup=dialog]").first
    button.focus()
    officer.page.keyboard.press("Enter")

    dialog = officer.page.get_by_role("dialog")

    expect(dialog).to_be_visible()
    assert dialog.evaluate("dialog => dialog.contains(document.activeElement)")
    officer.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_the_text_is_one_key_away(visit: Visit) -> None:
    visitor = visit(None, "track")

    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Tab")
    visitor.page.locator(".skip").focus()
    visitor.page.keyboard.press("Enter")

    expect(visitor.page.locator("main")).to_be_focused()
