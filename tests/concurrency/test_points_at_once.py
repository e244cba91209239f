"""Points and stock under many hands at once, on a store whose transactions are exact."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from infra.local.cloud import LocalCloud
from kernel import clock
from kernel.access import Caller, Post, Role
from kernel.actors import Actor
from kernel.ledger.sealing import seal
from kernel.ledger.verification import entries_of
from kernel.problems import Problem
from kernel.storage import dynamo
from kernel.storage.idempotency import Answered, IdempotencyKey
from kernel.storage.unit_of_work import Outcome, UnitOfWork, carry_out
from points.model.claim_requests import Reverse
from points.model.shop_requests import MoveRedemption
from points.rules import book as books
from points.rules.redemption import Redemption
from points.rules.redemption_states import Action, RedemptionStatus
from points.service import move_redemption, reverse_entry
from points.service.redeem_goods import Wanted, set_aside
from points.service.verify_ledger import verify_village
from points.store import ledger, redemptions
from points.store.accounts import read_account
from points.store.books import packaged
from points.store.ledger import LEDGER
from points.store.rows import AnswerRow
from points.store.shop_rows import GoodsRow, ShopRow
from tests.support.county import table_of
from tests.support.village import award

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PARAMETERS = books.parse(packaged(), 1).parameters
WHO = Actor("p", "演示")
SEED = 20261123


@pytest.fixture(scope="module")
def store(exact_store: LocalCloud) -> Iterator[None]:
    """The points' table on a store with exact transactions."""
    exact_store.client("dynamodb").create_table(**table_of("points"))
    with clock.told_by(lambda: NOW):
        yield


def village(number: int, stock: int, **points: int) -> str:
    """Make a village of its own with goods for 3 points and households with points."""
    code = f"1404261062{number:02d}"
    dynamo.write(
        [
            dynamo.Write(
                GoodsRow(
                    f"SHOP#{code}",
                    "GOODS#soap",
                    id="soap",
                    merchant="m-1",
                    name="洗衣粉",
                    points=3,
                    offered=1,
                    stock=stock,
                    held=0,
                    version=1,
                    change_id="c",
                )
            )
        ]
    )
    for home, earned in points.items():
        carry_out(
            lambda work, home=home, earned=earned: award(work, code, home, earned, PARAMETERS, NOW)
        )
    return code


def redeem(
    code: str, home: str, quantity: int = 1, idempotency_key: IdempotencyKey | None = None
) -> Outcome[Redemption]:
    wanted = Wanted(code, home, code + "001", "soap", quantity)
    return carry_out(
        lambda work: set_aside(work, wanted, WHO, PARAMETERS),
        idempotency_key=idempotency_key,
        answer=lambda one: Answered(201, one.id),
    )


def outcome(act: Callable[[], Any]) -> str:
    try:
        act()
    except Problem as problem:
        return problem.slug
    return "done"


def crowd(acts: list[Callable[[], Any]], hands: int = 20) -> Counter[str]:
    with ThreadPoolExecutor(hands) as pool:
        return Counter(pool.map(outcome, acts))


def goods(code: str) -> tuple[int, int]:
    row = dynamo.read([GoodsRow.key(code, "soap")], consistent=True)[0]
    return int(row.stock), int(row.held)


def assert_sound(code: str) -> dict[str, Any]:
    entries = [row.id for row in entries_of(LEDGER, code)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: seal(LEDGER, code, entries), range(4)))
    report = verify_village(code, NOW).document
    assert report["sound"], report["faults"]
    assert (report["sealed"], report["sum"]) == (len(entries), 0)
    return report


def test_of_a_hundred_buyers_of_ten_pieces_exactly_ten_get_one(store: None) -> None:
    homes = [f"h{number}" for number in range(100)]
    code = village(1, 10, **dict.fromkeys(homes, 5))

    told = crowd([lambda home=home: redeem(code, home) for home in homes], hands=50)

    assert told == {"done": 10, "out-of-stock": 90}
    assert goods(code) == (0, 10)
    assert assert_sound(code)["totals"]["held"] == 30


def test_of_twenty_redemptions_of_a_balance_for_three_exactly_three_succeed(store: None) -> None:
    code = village(2, 100, home=11)

    told = crowd([lambda: redeem(code, "home") for _ in range(20)])

    assert told == {"done": 3, "not-enough-points": 17}
    assert goods(code) == (97, 3)
    account = read_account(code, "home")
    assert (account.spendable, account.held, account.honour) == (2, 9, 11)
    assert_sound(code)


def test_one_key_sent_twenty_times_at_once_redeems_once(store: None) -> None:
    code = village(3, 100, home=100)
    idempotency_key = IdempotencyKey(AnswerRow, "IDEM#p#POST /v1/points/redemptions#k", "hash")

    with ThreadPoolExecutor(20) as pool:
        told = list(
            pool.map(lambda _: redeem(code, "home", idempotency_key=idempotency_key), range(20))
        )

    assert len({one.answered for one in told}) == 1
    assert Counter(one.replayed for one in told) == {True: 19, False: 1}
    assert goods(code) == (99, 1)
    assert read_account(code, "home").held == 3


class Keeper:
    """A shop keeper who asks, without a request."""

    def __init__(self, code: str) -> None:
        post = Post(Role.SHOP_KEEPER, code, date(2020, 1, 1))
        self.person = Caller("keeper", "演示", (post,))

    def allow(self, proven: bool) -> None:
        assert proven

    def recall(self, keys: list[Any]) -> list[None]:
        return [None] * len(keys)


def test_of_forty_wrong_codes_at_once_five_count_and_then_the_right_one_is_refused_too(
    store: None,
) -> None:
    code = village(5, 10, home=10)
    shop = {"weekdays": [*range(1, 8)], "dates": [], "closed_on": [], "opens": "00:00", "closes": "23:59"}  # fmt: skip
    shop["merchants"] = [{"id": "m-1", "keepers": []}]
    row = ShopRow(f"SHOP#{code}", "SHOP", document=json.dumps(shop), version=1, change_id="c")
    dynamo.write([dynamo.Write(row)])
    one = redeem(code, "home").result
    assert one is not None

    def hand_over(said: str) -> None:
        asked = MoveRedemption(action=Action.HAND_OVER, code=said)
        keeper: Any = Keeper(code)
        carry_out(lambda work: move_redemption.move_redemption(work, keeper, one.id, asked, None))

    told = crowd([lambda: hand_over("0" * 8) for _ in range(40)], hands=40)

    kept = redemptions.read_redemption(one.id)
    assert kept is not None
    assert told == {"wrong-code": 40}
    assert (kept.wrong_codes, kept.steps, str(kept.status)) == (5, 6, "held")
    assert outcome(lambda: hand_over(one.code)) == "wrong-code"


def test_two_hundred_redemptions_reversed_twice_at_once_are_reversed_once_each(
    store: None,
) -> None:
    dice = random.Random(SEED)
    homes = [f"h{number}" for number in range(100)]
    code = village(4, 1000, **dict.fromkeys(homes, 200))
    wanted = [(dice.choice(homes), dice.randint(1, 3)) for _ in range(200)]
    done: list[str] = []

    def buy(home: str, quantity: int) -> None:
        number = redeem(code, home, quantity).answered.body

        def hand_over(work: UnitOfWork) -> Redemption:
            one = redemptions.find(work, number)
            assert one is not None
            over = replace(one, status=RedemptionStatus.HANDED_OVER)
            return move_redemption.carry(work, one, over, WHO, PARAMETERS)

        over = carry_out(hand_over).result
        assert over is not None
        assert over.hand_over_entry is not None
        done.append(over.hand_over_entry)

    bought = crowd([lambda one=one: buy(*one) for one in wanted], hands=6)

    def undo(entry: str) -> None:
        command = Reverse(reason="更正", goods_returned=True)

        def decide(work: UnitOfWork) -> reverse_entry.Reversal:
            row = ledger.find_entry(work, code, entry)
            assert row is not None
            return reverse_entry.reverse(work, row, command, WHO, PARAMETERS)

        carry_out(decide)

    twice = [entry for entry in done for _ in range(2)]
    reversed_ = crowd([lambda entry=entry: undo(entry) for entry in twice], hands=6)

    assert bought == {"done": 200}
    assert reversed_ == {"done": 200, "already-reversed": 200}
    assert goods(code) == (1000, 0)
    assert {read_account(code, home).spendable for home in homes} == {200}
    assert_sound(code)
