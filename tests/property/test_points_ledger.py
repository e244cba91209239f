"""Whatever people, the clock and the store do, the points of a village add up.

Claims, checks, objections, postings, redemptions, expiries and reversals run as they are, over moto, with a clock that is moved,
stream records delivered twice, and faults injected where the storage client leaves the process.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kernel import clock
from kernel.problems import TryAgain
from points.service.verify_ledger import verify_village
from points.store.accounts import read_account
from tests.support.county import answer_lost, nothing, throttled, unreachable
from tests.support.village import VILLAGE, World, a_village

HOUSEHOLDS = ["h-01", "h-02"]
FAULTS = st.lists(
    st.sampled_from([nothing, nothing, throttled, unreachable, answer_lost]), min_size=1, max_size=8
)


class Ledger(RuleBasedStateMachine):
    """A village under everything that may happen to its points."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.village: World = self.open.enter_context(a_village())
        self.claims: list[str] = []
        self.redemptions: list[dict[str, Any]] = []
        self.honour: dict[str, int] = {}
        self.number = 0

    def teardown(self) -> None:
        try:
            self.settle_down()
        finally:
            self.open.close()

    def settle_down(self) -> None:
        """Let every period end: what was to be posted is posted once, what was held is back, and the whole is sound."""
        village = self.village
        village.faults.clear()
        for claim in self.claims:
            if village.read(claim)["status"] == "objected":
                said = {"objection": 1, "upheld": False, "reason": "属实"}
                village.move(claim, "answer", "town", **said)
        for _ in range(3):
            village.advance(days=8)
            village.tick()
        village.seal()
        entries = [entry for home in HOUSEHOLDS for entry in village.entries(home)]
        refs = [entry["ref"] for entry in entries if entry["kind"] in ("award", "deduct")]
        told = {claim: village.read(claim)["status"] for claim in self.claims}
        assert sorted(ref for ref in refs if ref) == sorted(
            claim for claim, status in told.items() if status == "posted"
        )
        assert not set(told.values()) & {"confirmed", "published", "objected"}
        assert village.goods()["held"] == 0
        assert sum(village.balance(home)["held"] for home in HOUSEHOLDS) == 0
        report = village.verify()
        assert report["sound"], report["faults"]
        assert (report["sum"], report["waiting_for_seal"]) == (0, 0)

    @initialize()
    def begin(self) -> None:
        self.village.adopt(hold_days=2, lot_months=1, publish_after_days=1)
        self.village.open_shop(stock=6)

    def go(self, method: str, path: str, body: Any, by: str, faults: list[Any]) -> Any:
        """Send a request under faults, and again under the same key until it is answered, as a client would."""
        self.number += 1
        self.village.faults.extend(faults)
        answer = self.village.go(method, path, body, by=by, key=f"k-{self.number}")
        for _ in range(4):
            if answer.status != 503:
                break
            answer = self.village.go(method, path, body, by=by, key=f"k-{self.number}")
        self.village.faults.clear()
        assert answer.status < 500, answer
        return answer

    @rule(home=st.sampled_from(HOUSEHOLDS), minus=st.booleans(), faults=FAULTS)
    def claim_and_check(self, home: str, minus: bool, faults: list[Any]) -> None:
        item = "dumping" if minus else "half_day_work"
        body = {
            "household": home,
            "item": item,
            "happened_on": f"{self.village.now.astimezone(clock.SHANGHAI):%Y-%m-%d}",
            "description": "记录",
            "evidence": ["照片"],
        }
        by = "v3" if minus else f"p-{home}"
        answer = self.go("POST", "claims", body, by, faults)
        if answer.status != 201:
            return
        claim = answer.body["id"]
        self.claims.append(claim)
        steps: list[tuple[str, dict[str, Any]]] = [
            ("v1", {"action": "verify", "quantity": 1}),
            ("v2", {"action": "verify", "quantity": 1}),
            ("p-h-05", {"action": "recognise", "in_favour": True}),
            ("p-h-06", {"action": "recognise", "in_favour": True}),
        ]
        for who, said in steps:
            self.go("POST", f"claims/{claim}/transitions", said, who, faults)

    @rule(faults=FAULTS)
    def publish(self, faults: list[Any]) -> None:
        self.go("POST", f"villages/{VILLAGE}/publications", None, "officer", faults)

    @rule(data=st.data(), upheld=st.booleans(), faults=FAULTS)
    def object_and_answer(self, data: Any, upheld: bool, faults: list[Any]) -> None:
        if not self.claims:
            return
        path = f"claims/{data.draw(st.sampled_from(self.claims))}/transitions"
        self.go("POST", path, {"action": "object", "reason": "不实"}, "p-h-07", faults)
        said = {"action": "answer", "objection": 1, "upheld": upheld, "reason": "复核"}
        self.go("POST", path, said | ({"points": 0} if upheld else {}), "town", faults)

    @rule(home=st.sampled_from(HOUSEHOLDS), quantity=st.integers(1, 3), faults=FAULTS)
    def redeem(self, home: str, quantity: int, faults: list[Any]) -> None:
        body = {"household": home, "goods": "soap", "quantity": quantity}
        answer = self.go("POST", "redemptions", body, f"p-{home}", faults)
        if answer.status == 201:
            self.redemptions.append(answer.body)

    @rule(data=st.data(), void=st.booleans(), faults=FAULTS)
    def hand_over_or_void(self, data: Any, void: bool, faults: list[Any]) -> None:
        if not self.redemptions:
            return
        one = data.draw(st.sampled_from(self.redemptions))
        said = (
            {"action": "void", "reason": "不要了"}
            if void
            else {"action": "hand_over", "code": one["code"]}
        )
        self.go("POST", f"redemptions/{one['id']}/transitions", said, "keeper", faults)

    @rule(data=st.data(), home=st.sampled_from(HOUSEHOLDS), faults=FAULTS)
    def reverse(self, data: Any, home: str, faults: list[Any]) -> None:
        entries = self.village.entries(home)
        if not entries:
            return
        entry = data.draw(st.sampled_from(entries))
        path = f"villages/{VILLAGE}/ledger/entries/{entry['id']}/reversals"
        said = {"reason": "更正", "if_spent": "take_rest"}
        answer = self.go("POST", path, said, "officer2", faults)
        if answer.status == 201 and entry["kind"] == "award":
            self.honour[home] = self.honour.get(home, 0) - entry["points"]

    @rule(hours=st.sampled_from([1, 25, 50, 130, 800]), faults=FAULTS)
    def time_passes(self, hours: int, faults: list[Any]) -> None:
        self.village.advance(hours=hours)
        self.village.faults.extend(faults)
        with suppress(TryAgain):  # the next run comes in a minute
            self.village.tick()
        self.village.faults.clear()

    @rule()
    def seal_twice(self) -> None:
        self.village.seal()
        self.village.seal()

    @invariant()
    def everything_adds_up(self) -> None:
        found = verify_village(VILLAGE, self.village.now)
        assert found.document["sound"], found.document["faults"]
        for home in HOUSEHOLDS:
            account = read_account(VILLAGE, home)
            assert min(account.honour, account.demerit, account.spendable, account.held) >= 0
            # What was taken back of points set aside is never more than is still set aside.
            assert 0 <= account.due <= account.held
            # Honour never falls but by a reversal.
            assert account.honour >= self.honour.get(home, 0), home
            self.honour[home] = account.honour
        goods = self.village.goods()
        assert min(goods["stock"], goods["held"]) >= 0


TestLedger = Ledger.TestCase
TestLedger.settings = settings(
    max_examples=3,
    stateful_step_count=10,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
