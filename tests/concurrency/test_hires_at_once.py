"""Machines and plots under many hands at once, on a store whose transactions are exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from economy.model.asset_requests import RegisterAsset
from economy.model.hire_requests import BookMachine
from economy.rules import assets
from economy.service import hire_machines
from economy.service.keep_assets import register_asset
from economy.store import things
from economy.store.table import AnswerRow
from infra.local.cloud import LocalCloud
from kernel import clock
from kernel.access import Caller, Post, Role
from kernel.actors import Actor
from kernel.problems import Problem
from kernel.storage.idempotency import Answered, read_idempotency_key
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from tests.support.county import VILLAGE, table_of
from tests.support.economy import asset_of

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DIRECTOR = Caller("d", "演示", (Post(Role.COLLECTIVE_DIRECTOR, VILLAGE, NOW.date()),))


@pytest.fixture(scope="module", autouse=True)
def store(exact_store: LocalCloud) -> Iterator[None]:
    """The economy's table on a store with exact transactions."""
    for name in ("economy", "registry"):
        exact_store.client("dynamodb").create_table(**table_of(name))
    with clock.told_by(lambda: NOW):
        yield


def machine(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("economy.service.keep_assets.refuse_unknown_unit", lambda *_: None)
    said = RegisterAsset.model_validate(asset_of("machine"))
    post = DIRECTOR.posts[0]
    made = carry_out(lambda work: register_asset(work, said, DIRECTOR, post))
    assert made.result
    return made.result.thing.id


def hire(machine: str, who: int, begins: int, hours: int = 4, key: str | None = None) -> str:
    begins_at = NOW + timedelta(hours=begins)
    said = BookMachine.model_validate(
        {
            "begins_at": begins_at,
            "ends_at": begins_at + timedelta(hours=hours),
            "unit": "mu",
            "for_whom": "村东",
        }
    )
    caller = Caller(f"p-{who}", "演示", ())
    named = read_idempotency_key(AnswerRow, f"p-{who}", "POST /hires", key, "{}") if key else None
    outcome = carry_out(
        lambda work: hire_machines.book_machine(work, machine, said, caller),
        idempotency_key=named,
        answer=lambda seen: Answered(201, seen.thing.id),
    )
    assert outcome.answered
    return outcome.answered.body


def outcome(act: Callable[[], Any]) -> str:
    while True:
        try:
            act()
        except Problem as problem:
            if problem.slug == "somebody-was-faster":
                # As a client does that is told so: nothing was written, and it asks again.
                continue
            return problem.slug
        return "done"


def crowd(acts: list[Callable[[], Any]]) -> Counter[str]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(outcome, acts))


def test_of_two_who_hire_the_same_machine_at_once_one_gets_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(5):
        one = machine(monkeypatch)

        told = crowd([lambda n=n, one=one: hire(one, n, 24) for n in range(2)])

        assert told == {"done": 1, "hire-overlaps": 1}
        assert len(hire_machines.calendar_of(one, NOW.date(), 3)) == 1


def test_of_twenty_who_want_overlapping_hours_those_who_get_them_do_not_overlap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = machine(monkeypatch)

    told = crowd([lambda n=n: hire(one, n, 8 + n % 12, hours=10) for n in range(20)])

    spans = hire_machines.calendar_of(one, NOW.date(), 4)
    assert told["done"] == len(spans) >= 1
    assert told["done"] + told["hire-overlaps"] == 20
    for before, after in pairwise(spans):
        assert before.ends_at <= after.begins_at


def test_a_hire_that_is_sent_twice_at_once_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    one = machine(monkeypatch)

    told = crowd([lambda: hire(one, 1, 24, key="same-key-1")] * 2)

    assert told == {"done": 2}
    assert len(hire_machines.calendar_of(one, NOW.date(), 3)) == 1


def test_an_asset_that_two_contracts_let_at_once_is_let_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = machine(monkeypatch)

    def let(contract: str) -> None:
        def decide(work: UnitOfWork) -> bool:
            change = assets.let(things.ASSETS.require(work, one), contract)
            things.ASSETS.save(work, change.after, Step("let", Actor.of(DIRECTOR)))
            return True

        carry_out(decide)

    told = crowd([lambda n=n: let(f"c-{n}") for n in range(8)])

    assert told == {"done": 1, "illegal-move": 7}
