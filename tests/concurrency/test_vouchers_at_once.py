"""Fifty vouchers at once: all of them succeed, numbers have no gap, balances are exact; on a store whose transactions are exact."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from economy.model.voucher_requests import RecordVoucher
from economy.rules.voucher_states import VoucherAction
from economy.rules.vouchers import Voucher
from economy.service.keep_vouchers import move_voucher, record_voucher
from economy.store import ledger
from infra.local.cloud import LocalCloud
from kernel import clock, numbering
from kernel.access import Caller, Post, Role, require_post_over
from kernel.directory import Remembered, find_caller
from kernel.storage.unit_of_work import carry_out
from tests.support.county import VILLAGE, County, table_of
from tests.support.economy import settle_in
from tests.support.money import voucher_of

MANY = 50
SECONDS = 30


@pytest.fixture(scope="module")
def county(exact_store: LocalCloud) -> Iterator[County]:
    """A county with a collective, on a store with exact transactions."""
    for table in ("registry", "obligations", "assembly", "economy"):
        exact_store.client("dynamodb").create_table(**table_of(table))
    Remembered.forget()
    made = County()
    with clock.told_by(lambda: made.now):
        settle_in(made)
        yield made
    Remembered.forget()


def at_once(acts: list[Callable[[], Any]]) -> tuple[list[Any], float]:
    begun = time.monotonic()
    with ThreadPoolExecutor(MANY) as pool:
        made = list(pool.map(lambda act: act(), acts))
    return made, time.monotonic() - begun


def somebody(name: str, role: Role) -> tuple[Caller, Post]:
    found = find_caller(name)
    assert found is not None
    return found, require_post_over(found, VILLAGE, {role})


def recorded(n: int) -> Voucher:
    """Record a voucher as the bookkeeper does."""
    fen = 1_000 + n
    said = voucher_of(("102", "debit", fen), ("501", "credit", fen), paper=f"收据{n}")
    body, (who, post) = (
        RecordVoucher.model_validate(said),
        somebody("bookkeeper", Role.BOOKKEEPER),
    )
    seen = carry_out(lambda work: record_voucher(work, body, who, post)).result
    assert seen is not None
    return seen.thing


def moved(voucher: str, action: VoucherAction, by: str, role: Role) -> None:
    who, _ = somebody(by, role)
    carry_out(lambda work: move_voucher(work, voucher, action, None, who, None))


def test_fifty_vouchers_at_once_all_succeed_without_a_gap_and_the_books_are_exact(
    county: County,
) -> None:
    def step(action: VoucherAction, by: str, role: Role) -> float:
        return at_once([lambda one=one: moved(one.id, action, by, role) for one in made])[1]

    made, recording = at_once([lambda n=n: recorded(n) for n in range(MANY)])
    approving = step(VoucherAction.APPROVE, "director", Role.COLLECTIVE_DIRECTOR)
    settling = step(VoucherAction.SETTLE, "cashier", Role.CASHIER)

    assert max(recording, approving, settling) < SECONDS
    numbers = [int(one.number.partition("第")[2].removesuffix("号")) for one in made]
    assert sorted(numbers) == list(range(1, MANY + 1))
    assert numbering.gaps(numbers) == []
    total = sum(1_000 + n for n in range(MANY))
    assert ledger.sums_of_year(VILLAGE, 2026) == {"102": total, "501": -total}
    found = ledger.verify_books(VILLAGE)
    assert (found["sound"], found["sealed"]) == (True, MANY)
    print(f"{recording:.1f} s, {approving:.1f} s, {settling:.1f} s")  # noqa: T201 - the figure
