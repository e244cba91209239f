"""Deciding and writing: what is read together, written together, tried again, and never done twice."""

from __future__ import annotations

import boto3
import pytest
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.problems import Conflict, IdempotencyKeyReused, TryAgain
from kernel.storage import dynamo, unit_of_work
from kernel.storage.idempotency import Answered, IdempotencyRow, read_idempotency_key
from kernel.storage.rows import Alter, Check, ConditionFailed, Ensure, Key, Row, TableMeta, Write
from kernel.storage.unit_of_work import (
    SomebodyWasFaster,
    Told,
    TooMuchAtOnce,
    carry_out,
    do_elsewhere,
    keep_telling,
    write_unless_moved,
)
from tests.support.quick_moto import aws_in_process

REGION = "us-east-1"


class ShelfMeta(TableMeta):
    table_name = "shelves"
    region = REGION


class Shelf(Row):
    class Meta(ShelfMeta):
        pass

    stock = NumberAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, name: str) -> Key:
        return Key(cls, f"SHELF#{name}", "SHELF")


class Note(Row):
    class Meta(ShelfMeta):
        pass


class ShelfAnswer(IdempotencyRow):
    class Meta(ShelfMeta):
        pass


class ShelfIsEmpty(Conflict):
    slug = "shelf-is-empty"


class NoteIsThere(Conflict):
    slug = "note-is-there"


@pytest.fixture(autouse=True)
def _store(monkeypatch):
    monkeypatch.setattr(unit_of_work, "_PAUSE_SECONDS", 0)
    with aws_in_process():
        dynamo.client.cache_clear()
        boto3.client("dynamodb", region_name=REGION).create_table(
            TableName="shelves",
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        stocked("a", 3)
        yield
    dynamo.client.cache_clear()


@pytest.fixture
def calls(monkeypatch):
    """What was asked of the store, in order."""
    made = []
    for name in ("read", "write"):
        real = getattr(dynamo, name)

        def noted(*args, _name=name, _real=real, **more):
            made.append(_name)
            return _real(*args, **more)

        monkeypatch.setattr(dynamo, name, noted)
    return made


def stocked(name, stock):
    dynamo.write([Write(shelf(name, stock, 1))])


def shelf(name, stock, version, change_id=None):
    key = Shelf.key(name)
    return Shelf(key.pk, key.sk, stock=stock, version=version, change_id=change_id)


def stock_of(name):
    row = dynamo.read([Shelf.key(name)], consistent=True)[0]
    return None if row is None else int(row.stock)


def notes():
    return len(dynamo.query(Note, ("pk", "NOTES"), limit=50, consistent=True).items)


def take_one(work):
    row = work.find(Shelf.key("a"))
    if int(row.stock) == 0:
        raise ShelfIsEmpty
    work.save(shelf("a", int(row.stock) - 1, work.version(Shelf.key("a")) + 1, work.change_id))
    work.add(Note("NOTES", f"HIST#{work.change_id}"))
    return int(row.stock) - 1


def said(left):
    return Answered(200, f'{{"left":{left}}}')


def key(text="k-1", body="{}"):
    return read_idempotency_key(ShelfAnswer, "p-1", "POST /shelves", text, body)


def test_a_decision_is_one_read_and_one_transaction(calls):
    outcome = carry_out(take_one, idempotency_key=key(), answer=said)

    assert (outcome.result, outcome.replayed) == (2, False)
    assert calls == ["read", "write"]
    assert (stock_of("a"), notes()) == (2, 1)


def test_what_the_request_has_read_already_is_not_read_again(calls):
    seen = {Shelf.key("a"): shelf("a", 3, 1)}

    carry_out(take_one, seen=seen)

    assert calls == ["write"]


def test_rows_seen_too_early_cost_a_second_try_and_nothing_else():
    seen = {Shelf.key("a"): shelf("a", 9, 7)}

    outcome = carry_out(take_one, seen=seen)

    assert (outcome.result, stock_of("a"), notes()) == (2, 2, 1)


def test_the_same_key_is_answered_alike_and_done_once():
    first = carry_out(take_one, idempotency_key=key(), answer=said)
    again = carry_out(take_one, idempotency_key=key(), answer=said)

    assert again.replayed
    assert again.answered == first.answered
    assert (stock_of("a"), notes()) == (2, 1)


def test_a_long_answer_is_kept_small_and_given_again_as_it_was():
    text = '{"text":"' + "村口井盖破损，已放置警示锥。" * 100 + '"}'

    def answer(_):
        return Answered(201, text)

    carry_out(take_one, idempotency_key=key(), answer=answer)
    again = carry_out(take_one, idempotency_key=key(), answer=answer)
    row = dynamo.read([key().key])[0]

    assert again.answered == Answered(201, text)
    assert len(row.packed) < 1000


def test_a_key_with_another_body_is_refused():
    carry_out(take_one, idempotency_key=key(), answer=said)

    with pytest.raises(IdempotencyKeyReused):
        carry_out(take_one, idempotency_key=key(body='{"more":1}'), answer=said)


def test_somebody_faster_makes_the_decision_be_taken_again():
    tries = []

    def overtaken(work):
        left = take_one(work)
        tries.append(left)
        if len(tries) == 1:
            dynamo.write([Write(shelf("a", 1, 2))])
        return left

    outcome = carry_out(overtaken)

    assert (tries, outcome.result, stock_of("a"), notes()) == ([2, 0], 0, 0, 1)


def test_somebody_always_faster_is_told_after_a_bound():
    def overtaken(work):
        left = take_one(work)
        dynamo.write([Write(shelf("a", 3, work.version(Shelf.key("a")) + 1))])
        return left

    with pytest.raises(SomebodyWasFaster):
        carry_out(overtaken)
    assert notes() == 0


@pytest.mark.parametrize(("crowded", "succeeds"), [(True, True), (False, False)])
def test_who_wants_a_row_that_many_want_is_overtaken_longer_before_it_is_told(crowded, succeeds):
    overtakers = iter(range(20))

    def overtaken(work):
        work.crowded = crowded
        left = take_one(work)
        if next(overtakers, None) is not None:
            dynamo.write([Write(shelf("a", 3, work.version(Shelf.key("a")) + 1))])
        return left

    try:
        told = carry_out(overtaken).result
    except SomebodyWasFaster:
        told = None

    assert (told == 2, notes()) == (succeeds, 1 if succeeds else 0)


def test_a_transaction_whose_answer_was_lost_is_recognised(monkeypatch):
    real = dynamo.write

    def arrives_twice(writes):
        real(writes)
        raise ConditionFailed([0])

    monkeypatch.setattr(dynamo, "write", arrives_twice)

    assert carry_out(take_one).result == 2
    assert (stock_of("a"), notes()) == (2, 1)


def test_a_request_that_came_twice_at_once_is_answered_alike_by_the_loser():
    def overtaken(work):
        left = take_one(work)
        if stock_of("a") == 3:
            carry_out(take_one, idempotency_key=key(), answer=said)
        return left

    outcome = carry_out(overtaken, idempotency_key=key(), answer=said)

    assert outcome.replayed
    assert (stock_of("a"), notes()) == (2, 1)


def test_a_refusal_that_the_same_request_has_brought_about_itself_is_its_first_answer():
    for _ in range(2):
        carry_out(take_one)

    def late(work):
        work.load([])
        carry_out(take_one, idempotency_key=key(), answer=said)
        return take_one(work)

    assert carry_out(late, idempotency_key=key(), answer=said).replayed


def test_a_refusal_writes_nothing():
    stocked("a", 0)

    def counted(work):
        work.add(Note("NOTES", "LOST"))
        return take_one(work)

    with pytest.raises(ShelfIsEmpty):
        carry_out(counted)
    assert notes() == 0


def test_a_refusal_may_leave_its_attempt_on_record():
    stocked("a", 0)

    def counted(work):
        work.keep_if_refused(Alter(Shelf.key("attempts"), {"stock": 1}))
        return take_one(work)

    for _ in range(2):
        with pytest.raises(ShelfIsEmpty):
            carry_out(counted)
    assert stock_of("attempts") == 2


def counted_once(work):
    row = work.find(Shelf.key("attempts"))
    counted = shelf("attempts", int(row.stock) + 1 if row else 1, 1, work.change_id)
    work.keep_if_refused(
        Write(counted, Shelf.stock == int(row.stock) if row else Ensure.is_new),
        Write(Note("NOTES", f"HIST#{work.change_id}"), Ensure.is_new),
    )
    raise ShelfIsEmpty


def test_an_attempt_whose_answer_was_lost_is_counted_once(monkeypatch):
    real = dynamo.write
    sent = []

    def arrives_twice(writes):
        real(writes)
        sent.append(len(writes))
        raise ConditionFailed([0])

    monkeypatch.setattr(dynamo, "write", arrives_twice)

    with pytest.raises(ShelfIsEmpty):
        carry_out(counted_once)
    assert (sent, stock_of("attempts"), notes()) == ([2], 1, 1)


def test_an_attempt_that_somebody_else_overtook_is_counted_on_top_of_theirs():
    tries = []

    def overtaken(work):
        tries.append(work.find(Shelf.key("attempts")))
        if len(tries) == 1:
            stocked("attempts", 1)
        counted_once(work)

    with pytest.raises(ShelfIsEmpty):
        carry_out(overtaken)
    assert (len(tries), stock_of("attempts")) == (2, 2)


def test_a_decision_that_comes_to_nothing_is_no_replay():
    outcome = carry_out(lambda _: None, idempotency_key=key(), answer=lambda _: Answered(204, ""))

    assert (outcome.result, outcome.replayed) == (None, False)
    assert carry_out(
        lambda _: None, idempotency_key=key(), answer=lambda _: Answered(204, "")
    ).replayed


def test_an_attempt_is_not_counted_when_it_succeeds():
    def counted(work):
        work.keep_if_refused(Alter(Shelf.key("attempts"), {"stock": 1}))
        return take_one(work)

    carry_out(counted)

    assert stock_of("attempts") is None


def test_what_stands_in_the_way_for_good_is_told_at_once():
    dynamo.write([Write(Note("NOTES", "ONE"))])
    tries = []

    def again(work):
        tries.append(work.change_id)
        work.write(Write(Note("NOTES", "ONE"), Ensure.is_new, NoteIsThere))

    with pytest.raises(NoteIsThere):
        carry_out(again)
    assert len(tries) == 1


def test_a_row_that_is_only_looked_at_holds_the_transaction():
    def only_while_stocked(work):
        work.write(Check(Shelf.key("a"), Shelf.stock >= 3, ShelfIsEmpty))
        work.add(Note("NOTES", work.change_id))

    carry_out(only_while_stocked)
    stocked("a", 2)

    with pytest.raises(ShelfIsEmpty):
        carry_out(only_while_stocked)
    assert notes() == 1


def test_a_row_saved_twice_is_written_as_it_was_last():
    def taken_twice(work):
        for _ in range(2):
            row = work.find(Shelf.key("a"))
            work.save(shelf("a", int(row.stock) - 1, 2))

    carry_out(taken_twice)

    assert stock_of("a") == 1


def test_two_writes_of_one_row_are_a_fault_of_the_program():
    def twice(work):
        work.add(Note("NOTES", "ONE"), Note("NOTES", "ONE"))

    with pytest.raises(ValueError, match="two writes of one row"):
        carry_out(twice)


def test_more_than_a_transaction_holds_is_refused_before_anything_is_written():
    def too_much(work):
        work.add(*(Note("NOTES", f"{n:03d}") for n in range(101)))

    with pytest.raises(TooMuchAtOnce):
        carry_out(too_much)
    assert notes() == 0


def test_what_follows_is_done_only_once_all_is_written():
    done = []

    def followed(work):
        work.afterwards(lambda: done.append(stock_of("a")))
        return take_one(work)

    carry_out(followed)
    stocked("a", 0)
    with pytest.raises(ShelfIsEmpty):
        carry_out(followed)

    assert done == [2]


def test_a_decision_may_write_on_the_very_row_it_read():
    def refill(work):
        row = work.find(Shelf.key("a"))
        row.stock, row.version = 9, int(row.version) + 1
        work.save(row)

    carry_out(refill)
    carry_out(refill)

    assert stock_of("a") == 9
    assert int(dynamo.read([Shelf.key("a")])[0].version) == 3


def test_what_a_worker_claims_it_has_alone():
    claim = Write(shelf("a", 2, 2), Shelf.version == 1)

    assert write_unless_moved([claim])
    assert not write_unless_moved([claim])


def test_a_claim_that_was_lost_writes_nothing():
    writes = [Write(shelf("b", 1, 1)), Write(shelf("a", 2, 2), Shelf.version == 7)]

    assert not write_unless_moved(writes)
    assert stock_of("b") is None


def test_what_is_done_elsewhere_is_done_once_under_one_key():
    done = []

    def send():
        done.append("sent")
        return len(done)

    first = do_elsewhere(send, idempotency_key=key(), answer=said)
    again = do_elsewhere(send, idempotency_key=key(), answer=said)

    assert done == ["sent"]
    assert (first.result, again.replayed, again.answered) == (1, True, first.answered)


def test_of_two_that_did_it_elsewhere_at_once_both_give_the_answer_that_was_kept_first():
    def send_late():
        do_elsewhere(lambda: 1, idempotency_key=key(), answer=said)
        return 2

    assert do_elsewhere(send_late, idempotency_key=key(), answer=said).answered == said(1)


def test_a_claim_on_a_piece_of_work_is_won_once_and_lost_without_a_fault():
    claimed = Write(shelf("a", 2, 2), Shelf.version == 1)

    assert write_unless_moved([claimed]) is True
    assert write_unless_moved([claimed, Write(Note("NOTES", "LOST"))]) is False
    assert notes() == 0


def told_of(told, moved_meanwhile):
    """What tells elsewhere of the shelf's stock, while somebody else changes it so many times."""

    def tell(row):
        told.append(int(row.stock))
        record = Write(shelf("a", int(row.stock), 100), Shelf.version == int(row.version))
        if len(told) <= moved_meanwhile:
            dynamo.write([Write(shelf("a", len(told) + 10, len(told) + 1))])
        return Told(row, record)

    return tell


def present_shelf():
    return dynamo.read([Shelf.key("a")], consistent=True)[0]


def test_what_moved_while_it_was_told_elsewhere_is_told_again_as_it_is():
    told: list[int] = []

    last = keep_telling(present_shelf(), told_of(told, 2), present_shelf)

    assert told == [3, 11, 12]
    assert int(last.stock) == stock_of("a") == 12


def test_what_never_stands_still_is_told_elsewhere_so_often_and_then_left_to_the_next():
    told: list[int] = []

    with pytest.raises(TryAgain):
        keep_telling(present_shelf(), told_of(told, 1000), present_shelf)

    assert len(told) == 12
