"""Signing in by authorization code with PKCE, going on with a renewed token, and signing out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from infra.local.front import Front
from tests.web.conftest import PHONE, Visit, hash_of


@pytest.fixture
def short_tokens(front: Front) -> Iterator[None]:
    """Tokens that are as good as over when they are given."""
    usual, front.sign_in.token_lives = front.sign_in.token_lives, 1
    yield
    front.sign_in.token_lives = usual


def test_whoever_signs_in_comes_back_to_where_they_were(visit: Visit) -> None:
    officer = visit("village_officer", "queue")

    assert hash_of(officer.page) == "queue"
    expect(officer.page.locator("h1")).to_have_text("待办事件")
    assert "code=" not in officer.page.url


def test_a_page_that_is_not_for_everybody_asks_to_sign_in_first(visit: Visit) -> None:
    stranger = visit(None, "queue")

    expect(stranger.page.locator("main").get_by_role("button", name="登录")).to_be_visible()


@pytest.mark.usefixtures("short_tokens")
def test_work_goes_on_with_a_renewed_token(visit: Visit) -> None:
    officer = visit("village_officer", "queue")

    page = officer.go("desk")

    expect(page.get_by_role("list", name="待办数量")).to_be_visible()


def test_a_later_visit_shows_who_was_signed_in_before_the_session_is_renewed(visit: Visit) -> None:
    officer = visit("village_officer", "queue")
    expect(officer.page.locator(".who")).not_to_be_empty()
    who = officer.page.locator(".who").inner_text()
    renewals: list[Route] = []

    def hold(route: Route) -> None:
        renewals.append(route)

    officer.page.route("**/idp/token", hold)

    with officer.page.expect_request("**/idp/token"):
        officer.page.reload()

    expect(officer.page.locator(".who")).to_have_text(who)
    expect(officer.page.locator("h1")).to_have_text("待办事件")
    assert renewals, "the renewal is still to be answered"
    renewals.pop().continue_()
    expect(officer.page.get_by_role("status")).to_have_count(0)
    expect(officer.page.get_by_role("alert")).to_have_count(0)


def test_a_reloaded_page_goes_on_where_it_was(visit: Visit) -> None:
    officer = visit("village_officer", "queue")

    officer.page.reload()

    expect(officer.page.get_by_role("button", name="退出")).to_be_visible()
    assert hash_of(officer.page) == "queue"


@pytest.mark.usefixtures("short_tokens")
def test_two_tabs_that_renew_at_once_do_not_end_each_others_session(visit: Visit) -> None:
    officer = visit("village_officer", "queue", size=PHONE, has_touch=True, is_mobile=True)
    other = officer.another_tab()

    other.goto(officer.front.url + "#/queue")
    officer.page.reload()
    other.reload()

    for page in (officer.page, other):
        expect(page.get_by_role("button", name="退出")).to_be_visible()


def test_who_has_signed_out_is_out(visit: Visit) -> None:
    officer = visit("village_officer", "queue")

    with officer.page.expect_navigation():  # to the provider, which sends back
        officer.page.get_by_role("button", name="退出").click()
    officer.page.reload()
    expect(officer.page.locator("header").get_by_role("button", name="登录")).to_be_visible()


def test_who_signs_out_without_a_connection_is_out_on_this_phone(visit: Visit) -> None:
    officer = visit("village_officer", "queue")
    officer.page.context.set_offline(True)

    officer.page.get_by_role("button", name="退出").click()

    expect(officer.page.locator("header").get_by_role("button", name="登录")).to_be_visible()
    officer.page.context.set_offline(False)
    officer.page.reload()
    expect(officer.page.locator("header").get_by_role("button", name="登录")).to_be_visible()


@pytest.mark.usefixtures("short_tokens")
def test_a_session_that_ended_elsewhere_asks_to_sign_in_again(visit: Visit) -> None:
    officer = visit("village_officer", "queue")
    expect(officer.page.get_by_role("status")).to_have_count(0)  # nothing is being asked any more
    officer.front.sign_in.end_all()

    officer.page.get_by_role("link", name="工作台").click()

    expect(officer.page.locator("main").get_by_role("button", name="登录")).to_be_visible()
