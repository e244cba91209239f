"""One original, one holder, under many hands at once, on a store whose transactions are exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from infra.local.cloud import LocalCloud
from kernel import clock
from kernel.directory import Remembered, find_caller
from kernel.problems import Problem
from kernel.storage.unit_of_work import SomebodyWasFaster, carry_out
from services.errands.model.requests import MoveErrand, OpenErrand
from services.errands.rules.errand import Errand
from services.errands.service.count_errands import count_delivered
from services.errands.service.move_errand import move_errand
from services.errands.service.open_errand import open_errand
from services.errands.store.errands import ERRANDS
from tests.support import errands as do
from tests.support.county import COUNTY, County, table_of

HANDS = 8
TAKE = {"action": "take_original", "paper": "household_register", "signature": "paper"}


@pytest.fixture(scope="module")
def county(exact_store: LocalCloud) -> Iterator[County]:
    """A village with agents, on a store with exact transactions."""
    for table in ("registry", "obligations", "services"):
        exact_store.client("dynamodb").create_table(**table_of(table))
    Remembered.forget()
    county = County()
    with clock.told_by(lambda: county.now):
        yield do.people(county)
    Remembered.forget()


@pytest.fixture
def errand(county: County) -> str:
    """An errand of which nothing was taken yet; every test has originals of its own."""
    return entrust()


def entrust() -> str:
    agent = find_caller("agent")
    assert agent is not None
    said = OpenErrand.model_validate(do.errand_of())
    opened = carry_out(lambda work: open_errand(work, said, agent)).result
    assert opened is not None
    return opened.errand.id


def tried(errand: str, by: str, **said: Any) -> str:
    """Take a step, and return what came of it; who is told that somebody was faster asks again."""
    who, step = find_caller(by), MoveErrand.model_validate(said)
    assert who is not None
    while True:
        try:
            carry_out(lambda work: move_errand(work, errand, step, who, None))
        except SomebodyWasFaster:
            continue
        except Problem as refused:
            return refused.slug
        return "done"


def at_once(*tries: Callable[[], str]) -> Counter[str]:
    with ThreadPoolExecutor(HANDS) as pool:
        return Counter(pool.map(lambda one: one(), tries))


def kept(errand: str) -> Errand:
    return ERRANDS.get(errand)


def test_of_many_errands_that_take_one_original_at_once_one_has_it(county: County) -> None:
    errands = [entrust() for _ in range(HANDS)]

    came = at_once(*[lambda one=one: tried(one, "agent", **TAKE, mark="一") for one in errands])

    assert came == {"done": 1, "original-is-out": HANDS - 1}
    assert sum(len(kept(one).originals) for one in errands) == 1


def test_an_original_handed_to_two_at_once_waits_for_one(county: County, errand: str) -> None:
    assert tried(errand, "agent", **TAKE, mark="二") == "done"
    offer = {"action": "hand_over", "original": 1, "to": {"place": "person", "agent": "agent2"}}
    home = {
        "action": "hand_over",
        "original": 1,
        "signature": "paper",
        "to": {"place": "principal"},
    }

    came = at_once(
        *[lambda said=said: tried(errand, "agent", **said) for said in (offer, home) * (HANDS // 2)]
    )

    assert came["done"] == 1
    (one,) = kept(errand).originals
    assert (one.offered is None) == (not one.is_out)


def test_an_original_is_signed_for_or_taken_back_and_never_both(
    county: County, errand: str
) -> None:
    assert tried(errand, "agent", **TAKE, mark="三") == "done"
    offer = {"action": "hand_over", "original": 1, "to": {"place": "person", "agent": "agent2"}}
    assert tried(errand, "agent", **offer) == "done"

    came = at_once(
        *[lambda: tried(errand, "agent2", action="receive", original=1)] * (HANDS // 2),
        *[lambda: tried(errand, "agent", action="withdraw_offer", original=1)] * (HANDS // 2),
    )

    assert came["done"] == 1
    (one,) = kept(errand).originals
    assert one.offered is None
    assert len(one.way) == 1 + (one.holder.person == "agent2")


def test_a_delivery_tapped_by_many_at_once_counts_once(county: County, errand: str) -> None:
    before = count_delivered(COUNTY, county.now.year).exact
    for said in ({"action": "accept"}, {"action": "submit"}):
        assert tried(errand, "agent", **said) == "done"
    assert tried(errand, "agent", action="record_result", outcome="granted") == "done"

    came = at_once(*[lambda: tried(errand, "agent", action="deliver", signature="paper")] * HANDS)

    assert came == {"done": 1, "illegal-move": HANDS - 1}
    assert count_delivered(COUNTY, county.now.year).exact == before + 1
