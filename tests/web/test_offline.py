"""What is promised of a phone without a line, beyond a line that comes and goes (DESIGN 7, decision 0076)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.deployed import DeployedCounty, eventually
from tests.support.media import jpeg
from tests.web.conftest import PHONE, Visit, Visitor
from tests.web.phone import arrived, expect_sent, ready, save, words, write


@pytest.fixture
def worker(visit: Visit) -> Visitor:
    """A grid worker at a phone, whose page is ready to open without a line."""
    return ready(visit("grid_worker", "field", size=PHONE))


def cut(page: Page) -> None:
    """Let nothing be sent, without the browser knowing of it."""
    page.route(
        "**/v1/sync",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )


def test_what_waits_goes_by_itself_though_no_browser_says_that_the_line_is_back(
    cloud: DeployedCounty, worker: Visitor
) -> None:
    page, said = worker.page, words()
    page.clock.install()
    cut(page)
    save(page, said)
    page.unroute("**/v1/sync")

    page.clock.fast_forward("00:16")

    expect_sent(page, said)
    assert len(arrived(cloud, said)) == 1


def test_what_waits_goes_when_somebody_returns_to_the_page(
    cloud: DeployedCounty, worker: Visitor
) -> None:
    page, said = worker.page, words()
    page.clock.install()
    cut(page)
    save(page, said)
    page.unroute("**/v1/sync")

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect_sent(page, said)
    assert len(arrived(cloud, said)) == 1


def test_a_photo_is_made_small_on_the_phone_and_its_report_does_not_wait_for_it(
    cloud: DeployedCounty, worker: Visitor, tmp_path: Path
) -> None:
    page, said = worker.page, words()
    page.evaluate(
        """() => {
          const real = window.fetch;
          window.fetch = async (address, asked) => {
            if (!(asked && asked.body instanceof Blob)) return real(address, asked);
            const seen = await createImageBitmap(asked.body);
            window.tried = [seen.width, seen.height];
            throw new TypeError("the line is gone");
          };
        }"""
    )
    picture = tmp_path / "fence.jpg"
    picture.write_bytes(jpeg(width=4000, height=2000))
    write(page, said)
    page.get_by_label("照片", exact=True).set_input_files(picture)
    expect(page.get_by_text("第 1 张")).to_be_visible()

    page.get_by_role("button", name="保存").click()

    eventually(lambda: arrived(cloud, said), "the report is there without its photo")
    assert eventually(lambda: page.evaluate("window.tried"), "the photo is tried") == [1600, 800]
    expect(page.locator("main")).to_contain_text(said)


def test_the_phone_is_asked_to_keep_what_was_done(worker: Visitor) -> None:
    page = worker.page
    page.evaluate("navigator.storage.persist = async () => { window.asked = true; return true; }")

    save(page, words())

    eventually(lambda: page.evaluate("window.asked === true"), "the phone is asked")


def test_nothing_of_the_api_is_kept_among_the_files(worker: Visitor) -> None:
    kept = worker.page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
          return found;
        }"""
    )

    assert "/" in kept
    assert [path for path in kept if not path.startswith("/assets/")] == ["/", "/config.json"]


def test_a_browser_without_service_workers_does_all_but_open_without_a_line(
    cloud: DeployedCounty, visit: Visit
) -> None:
    worker = visit("grid_worker", "field", size=PHONE, service_workers="block")
    page, said = worker.page, words()
    page.goto(page.url.split("#")[0] + "#/report")
    page.wait_for_load_state("networkidle")
    worker.context.set_offline(True)
    save(page, said)
    worker.context.set_offline(False)

    expect_sent(page, said)
    assert len(arrived(cloud, said)) == 1
