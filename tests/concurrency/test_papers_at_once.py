"""Papers of a town under many hands at once, on a store whose transactions are exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from enforcement.rules.timeline import verify
from enforcement.service.papers import settle_paper
from enforcement.store import papers, timeline
from enforcement.store.table import NUMBERS, AnswerRow, NumberRow
from infra.local.cloud import LocalCloud
from kernel import clock, numbering
from kernel.actors import Actor
from kernel.storage.idempotency import Answered, IdempotencyKey, read_idempotency_key
from kernel.storage.lists import every_row
from kernel.storage.unit_of_work import SomebodyWasFaster, UnitOfWork, carry_out
from tests.support.county import table_of
from tests.support.papers import filled

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WHO = Actor("p", "演示")
FORM = "penalty_decision"


@pytest.fixture(scope="module")
def store(exact_store: LocalCloud) -> Iterator[None]:
    for table in ("enforcement", "registry"):
        exact_store.client("dynamodb").create_table(**table_of(table))
    with clock.told_by(lambda: NOW):
        yield


def issue(organ: str, case: str, key: IdempotencyKey | None = None) -> str:
    def decide(work: UnitOfWork) -> Any:
        return settle_paper(
            work, subject_key=f"CASE#{case}", organ=organ, form=FORM, values=filled(FORM),
            by=WHO, now=NOW,
        )  # fmt: skip

    while True:
        try:
            outcome = carry_out(
                decide, idempotency_key=key, answer=lambda row: Answered(201, row.number)
            )
        except SomebodyWasFaster:
            # As a client does that is told so: nothing was taken, and it asks again.
            continue
        assert outcome.answered
        return outcome.answered.body


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(lambda act: act(), acts))


def taken(organ: str) -> list[int]:
    pk = NUMBERS.counter_key(organ, FORM, 2026).pk
    return [int(row.sk) for row in every_row(NumberRow, ("pk", pk)) if row.sk != "COUNTER"]


def test_fifty_papers_at_once_are_all_issued_and_none_is_missing_or_double(
    store: None,
) -> None:
    organ = "140426106"

    numbers = at_once([lambda n=n: issue(organ, f"c-{n}") for n in range(50)])

    assert sorted(numbers) == sorted(f"{organ}罚决字〔2026〕第{n}号" for n in range(1, 51))
    assert taken(organ) == list(range(1, 51))
    assert numbering.gaps(taken(organ)) == []
    kept = [papers.all_of(f"CASE#c-{n}") for n in range(50)]
    assert {one[0].number for one in kept} == set(numbers)
    assert {len(one) for one in kept} == {1}


def test_papers_of_one_case_at_once_keep_its_record_whole(store: None) -> None:
    organ = "140426107"

    at_once([lambda: issue(organ, "one") for _ in range(10)])

    entries, head = timeline.whole("CASE#one")
    assert verify(entries, head) == []
    assert (head.seq, head.papers) == (10, 10)


def test_a_paper_asked_for_twice_at_once_is_issued_once(store: None) -> None:
    organ = "140426108"

    def twice(n: int) -> list[Callable[[], str]]:
        key = read_idempotency_key(AnswerRow, "p", "POST /papers", f"key-{n}", "{}")
        return [lambda: issue(organ, f"t-{n}", key)] * 2

    at_once([act for n in range(10) for act in twice(n)])

    assert taken(organ) == list(range(1, 11))
    assert {len(papers.all_of(f"CASE#t-{n}")) for n in range(10)} == {1}
