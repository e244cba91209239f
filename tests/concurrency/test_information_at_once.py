"""Two phones in one household at once: one value is entered, the other learns of it; nothing is lost and no two forms come to ask the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from infra.local.cloud import LocalCloud
from kernel import clock
from kernel.directory import Remembered
from tests.support.county import County, table_of
from tests.support.information import (
    HEAD,
    WIFE,
    consent,
    enter_form,
    entry,
    field,
    form_of,
    held,
    send,
    settle,
    visit,
    visited,
)

HANDS = 8


@pytest.fixture(scope="module")
def county(exact_store: LocalCloud) -> Iterator[County]:
    """A county with a form and a household, on a store with exact transactions."""
    for table in ("registry", "services"):
        exact_store.client("dynamodb").create_table(**table_of(table))
    Remembered.forget()
    county = County()
    with clock.told_by(lambda: county.now):
        settle(county)
        enter_form(county)
        yield county
    Remembered.forget()


def at_once(do: Callable[[int], str]) -> Counter[str]:
    with ThreadPoolExecutor(HANDS) as pool:
        return Counter(pool.map(do, range(HANDS)))


def until_answered(send_it: Callable[[], object]) -> str:
    """Return what came of a request; who is told that somebody was faster asks again."""
    while True:
        answer = send_it()
        status, body = answer.status, answer.body  # type: ignore[attr-defined]
        if status == 201:
            return "done"
        slug = body["type"].rpartition(":")[2]
        if slug != "somebody-was-faster":
            return slug


def test_of_many_who_enter_a_field_differently_one_does_and_the_others_are_told(
    county: County,
) -> None:
    said = at_once(lambda n: until_answered(lambda: visit(county, entry("aid", f"{n}", HEAD))))

    assert said == {"done": 1, "already-held": HANDS - 1}
    assert len(held(county, HEAD)) == 1


def test_a_withdrawal_and_an_entry_at_once_leave_nothing_without_consent(county: County) -> None:
    visited(county, consents=[consent(WIFE)])
    take_back = [consent(WIFE, withdraw=True)]

    def either(number: int) -> str:
        if number == 0:
            return until_answered(lambda: visit(county, consents=take_back))
        return until_answered(lambda: visit(county, entry("phone", "13500000001", WIFE)))

    said = at_once(either)

    assert said["done"] >= 1
    assert set(said) <= {"done", "consent-missing"}
    assert "phone" not in held(county, WIFE)


def test_two_forms_entered_at_once_do_not_ask_the_same(county: County) -> None:
    def enter(number: int) -> str:
        body = form_of(f"roofs_{number}", field("roof"))
        return until_answered(lambda: send(county, "POST", "forms", body, by="admin"))

    assert at_once(enter) == {"done": 1, "held-already": HANDS - 1}
