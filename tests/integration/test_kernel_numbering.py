"""Numbers of documents: by organ, series and year, without gaps, void ones stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from kernel import clock, numbering
from kernel.actors import Actor
from kernel.problems import NotFound
from kernel.storage import dynamo
from kernel.storage.idempotency import Answered, read_idempotency_key
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from tests.support.county import table_of
from tests.support.numbers import NUMBERS, PROOF, Answers, kept
from tests.support.quick_moto import aws_in_process

TOWN = "140426106"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WHO = Actor("p-01", "演示")


@pytest.fixture(autouse=True)
def store() -> Iterator[None]:
    with aws_in_process(), clock.told_by(lambda: NOW):
        dynamo.client.cache_clear()
        boto3.client("dynamodb", region_name="us-east-1").create_table(**table_of("points"))
        yield
    dynamo.client.cache_clear()


def taken(organ: str = TOWN, now: datetime = NOW, **how: Any) -> numbering.Number:
    def decide(work: UnitOfWork) -> numbering.Number:
        return numbering.take(
            work, NUMBERS, how.get("series", PROOF),
            organ=organ, name="洪", subject=how.get("subject", "d"), by=WHO, now=now,
        )  # fmt: skip

    result = carry_out(decide).result
    assert result
    return result


def test_whoever_takes_a_number_expects_others_who_want_the_next() -> None:
    def decide(work: UnitOfWork) -> bool:
        numbering.take(
            work, NUMBERS, PROOF, organ=TOWN, name="洪", subject="d", by=WHO, now=NOW
        )  # fmt: skip
        return work.crowded

    assert carry_out(decide).result is True


def test_numbers_are_counted_by_organ_series_and_year_in_beijing() -> None:
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    other = numbering.Series("voucher", "{year}-{number:05d}")

    told = [
        taken().text,
        taken().text,
        taken("140426107").text,
        taken(series=other).text,
        taken(now=new_year - timedelta(milliseconds=1)).text,
        taken(now=new_year).text,
    ]

    assert told == [
        *("洪〔2026〕第1号", "洪〔2026〕第2号", "洪〔2026〕第1号"),
        *("2026-00001", "洪〔2026〕第3号", "洪〔2027〕第1号"),
    ]


def test_two_numbers_of_one_transaction_follow_each_other() -> None:
    def decide(work: UnitOfWork) -> list[int]:
        return [
            numbering.take(
                work, NUMBERS, PROOF, organ=TOWN, name="洪", subject=one, by=WHO, now=NOW
            ).number
            for one in ("a", "b")
        ]

    assert carry_out(decide).result == [1, 2]
    assert [(row.number, row.subject) for row in kept(TOWN)] == [(1, "a"), (2, "b")]


def test_a_void_number_stays_and_is_nobodys_again() -> None:
    first = taken(subject="a")

    def void(work: UnitOfWork) -> None:
        numbering.void(work, NUMBERS, first, reason="填错当事人", by=WHO, now=NOW)

    carry_out(void)
    second = taken(subject="b")

    assert second.number == 2
    assert [(row.number, row.subject, row.void) for row in kept(TOWN)] == [
        (1, "a", True),
        (2, "b", False),
    ]
    with pytest.raises(numbering.NumberVoid):
        carry_out(void)


def test_a_number_nobody_took_is_not_made_void() -> None:
    never = numbering.number_of(PROOF, TOWN, "洪", 2026, 7)

    with pytest.raises(NotFound):
        carry_out(lambda work: numbering.void(work, NUMBERS, never, reason="x", by=WHO, now=NOW))


def test_a_transaction_whose_answer_is_lost_takes_one_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send: Callable[..., Any] = dynamo.client().transact_write_items
    lost = iter([True])

    def forgets(**request: Any) -> Any:
        answer = send(**request)
        if next(lost, False):
            raise EndpointConnectionError(endpoint_url="x")
        return answer

    monkeypatch.setattr(dynamo.client(), "transact_write_items", forgets)

    assert taken().number == 1
    assert [row.number for row in kept(TOWN)] == [1]
    assert taken().number == 2


def test_the_same_key_takes_one_number_and_is_answered_alike() -> None:
    def ask() -> str:
        outcome = carry_out(
            lambda work: numbering.take(
                work, NUMBERS, PROOF, organ=TOWN, name="洪", subject="d", by=WHO, now=NOW
            ),
            idempotency_key=read_idempotency_key(Answers, "p", "POST /documents", "key", "{}"),
            answer=lambda number: Answered(201, number.text),
        )
        assert outcome.answered
        return outcome.answered.body

    assert ask() == ask() == "洪〔2026〕第1号"
    assert [row.number for row in kept(TOWN)] == [1]


def test_what_is_refused_takes_no_number() -> None:
    def refused(work: UnitOfWork) -> None:
        numbering.take(work, NUMBERS, PROOF, organ=TOWN, name="洪", subject="d", by=WHO, now=NOW)
        raise NotFound

    with pytest.raises(NotFound):
        carry_out(refused)

    assert taken().number == 1


def test_a_gap_is_found() -> None:
    assert numbering.gaps([1, 2, 4, 6]) == [3, 5]
    assert numbering.gaps([]) == []


@pytest.mark.parametrize(("code", "form"), [("Has Blanks", "{number}"), ("x", "{year}")])
def test_a_series_without_a_name_or_a_number_is_none(code: str, form: str) -> None:
    with pytest.raises(ValueError, match=r"series|number"):
        numbering.Series(code, form)
