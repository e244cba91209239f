"""Numbers of documents under many hands at once, on a store whose transactions are exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from infra.local.cloud import LocalCloud
from kernel import clock, numbering
from kernel.actors import Actor
from kernel.storage import dynamo
from kernel.storage.idempotency import Answered, IdempotencyKey, read_idempotency_key
from kernel.storage.unit_of_work import SomebodyWasFaster, UnitOfWork, carry_out
from tests.support.county import table_of
from tests.support.numbers import NUMBERS, PROOF, Answers, kept

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WHO = Actor("p", "演示")


@pytest.fixture(scope="module")
def store(exact_store: LocalCloud) -> Iterator[None]:
    exact_store.client("dynamodb").create_table(**table_of("points"))
    with clock.told_by(lambda: NOW):
        yield


def taken(organ: str, subject: str, key: IdempotencyKey | None = None) -> str:
    def decide(work: UnitOfWork) -> numbering.Number:
        return numbering.take(
            work, NUMBERS, PROOF, organ=organ, name="洪", subject=subject, by=WHO, now=NOW
        )

    while True:
        try:
            outcome = carry_out(
                decide, idempotency_key=key, answer=lambda number: Answered(201, number.text)
            )
        except SomebodyWasFaster:
            # As a client does that is told so: nothing was taken, and it asks again.
            continue
        assert outcome.answered
        return outcome.answered.body


def at_once(acts: list[Callable[[], Any]], hands: int) -> list[Any]:
    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(lambda act: act(), acts))


def test_fifty_documents_at_once_are_numbered_from_one_to_fifty_without_a_gap(store: None) -> None:
    organ = "140426106"

    texts = at_once([lambda n=n: taken(organ, f"d-{n}") for n in range(50)], hands=50)

    assert sorted(texts) == sorted(f"洪〔2026〕第{n}号" for n in range(1, 51))
    rows = kept(organ)
    assert [row.number for row in rows] == list(range(1, 51))
    assert {row.subject for row in rows} == {f"d-{n}" for n in range(50)}
    assert numbering.gaps(row.number for row in rows) == []


def test_a_request_that_is_sent_twice_at_once_takes_one_number(store: None) -> None:
    organ = "140426107"

    def twice(n: int) -> list[Callable[[], str]]:
        key = read_idempotency_key(Answers, "p", "POST /documents", f"key-{n}", "{}")
        return [lambda: taken(organ, f"d-{n}", key)] * 2

    texts = at_once([act for n in range(10) for act in twice(n)], hands=20)

    assert len(set(texts)) == 10
    assert [row.number for row in kept(organ)] == list(range(1, 11))


def test_a_document_that_was_not_written_took_no_number(store: None) -> None:
    organ = "140426108"

    def refused(work: UnitOfWork) -> None:
        numbering.take(work, NUMBERS, PROOF, organ=organ, name="洪", subject="d", by=WHO, now=NOW)
        raise RuntimeError

    def act(n: int) -> None:
        if n % 2:
            with pytest.raises(RuntimeError):
                carry_out(refused)
        else:
            taken(organ, f"d-{n}")

    at_once([lambda n=n: act(n) for n in range(20)], hands=20)

    assert [row.number for row in kept(organ)] == list(range(1, 11))
    assert dynamo.read([NUMBERS.counter_key(organ, PROOF.code, 2026)])[0].last == 10
