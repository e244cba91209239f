"""Whatever happens to the line, an operation has its effect once and a phone comes to hold what its owner may see.

Batches go out over a store that throttles, loses answers and writes late, over functions that are killed before or after any of their
writes, and over a line that drops the answer; they are sent again, in other cuts. Each operation carries words of its own, so that its
effects can be counted in the history. The model of a phone is a dictionary.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, suppress
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from incidents import store
from incidents.field.api import API
from incidents.rules.feeds import is_followed, subscriptions_of
from kernel.directory import find_caller
from tests.support.county import (
    FAR_GRID,
    GRID,
    NEXT_VILLAGE,
    VILLAGE,
    WATER,
    a_county,
    answer_lost,
    nothing,
    throttled,
    unreachable,
)
from tests.support.phone import Phone, op

OWNERS = {"worker": "grid_worker", "village": "village_officer", "resident": "resident"}
OTHERS = ["village2", "chief", "town", "county", "far_village", "water"]
CHANGES_BY_ITSELF = ("overdue", "tenures")
"""What of an incident changes with time alone, without a change to be told of."""


class Killed(BaseException):
    """The function is gone, as a cut of power leaves it: nothing in it can catch this."""


def killed_before(call: Any, operation: str) -> Any:
    """The function dies before the store hears of it."""
    raise Killed


def killed_after(call: Any, operation: str) -> Any:
    """The function dies after the store did it."""
    call()
    raise Killed


def busy(call: Any, operation: str) -> Any:
    """The store is busy for longer than anybody tries."""
    return throttled(call, operation)


FAULT = st.sampled_from(
    [[throttled], [unreachable], [answer_lost], [killed_before], [killed_after], [busy] * 5]
)


class Sync(RuleBasedStateMachine):
    """Phones in a county with a bad line."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.county = self.open.enter_context(a_county())
        self.phones = {name: Phone(self.county, name, limit=3) for name in OWNERS}
        self.outbox: dict[str, list[dict[str, Any]]] = {name: [] for name in OWNERS}
        self.last: dict[str, str] = {}
        self.numbers = 0
        self.told: dict[str, str] = {}

    def teardown(self) -> None:
        try:
            self.everything_arrives_in_the_end()
        finally:
            self.open.close()

    @initialize()
    def something_is_there(self):
        self.county.reported(by="village")
        self.county.reported(by="resident", description="路灯不亮")

    # Offline

    @rule(by=st.sampled_from(list(OWNERS)), category=st.sampled_from(["public_facilities", "none"]))
    def report_offline(self, by, category):
        self._note(by, "report", category=category, client_ref=self._name())

    @precondition(lambda self: any(self.outbox.values()))
    @rule(by=st.sampled_from(list(OWNERS)), action=st.sampled_from(["resolve", "escalate"]))
    def go_on_with_it_offline(self, by, action):
        if by not in self.last:
            return
        words = {"resolve": "done", "escalate": "reason"}
        self._note(by, "move", after=self.last[by], action=action, **{words[action]: self._name()})

    @rule(by=st.sampled_from(list(OWNERS)), data=st.data())
    def move_what_is_held_offline(self, by, data):
        held = self.phones[by].copy
        if not held:
            return
        incident = held[data.draw(st.sampled_from(sorted(held)))]
        actions = {"accept", "resolve", "escalate", "confirm", "reject"} & set(incident["actions"])
        if not actions:
            return
        action = data.draw(st.sampled_from(sorted(actions)))
        words = "done" if action == "resolve" else "reason"
        seen = data.draw(st.sampled_from([None, incident["version"]]))
        said = {"action": action, words: self._name()}
        self._note(by, "move", target=incident["id"], version=seen, **said)

    def _name(self) -> str:
        return f"words-{self.numbers + 1}"

    def _note(self, by, kind, **said):
        self.numbers += 1
        operation = op(self.numbers, kind, **said)
        self.outbox[by].append(operation)
        self.last[by] = operation["op_id"]

    # The line

    @rule(
        by=st.sampled_from(list(OWNERS)),
        quiet=st.integers(0, 14),
        fault=FAULT,
        answered=st.booleans(),
        cut=st.integers(1, 5),
    )
    def send(self, by, quiet, fault, answered, cut):
        """Send the first few of what waits; the answer may be lost on the way."""
        batch = self.outbox[by][:cut]
        if not batch:
            return
        self.county.faults.extend([nothing] * quiet + fault)
        results = self._push(by, batch)
        self.county.faults.clear()
        if answered and results is not None:
            self._hear(by, results)

    def _push(self, by, batch):
        try:
            answer = self.county.go("POST", "/v1/sync", {"operations": batch}, by=by, api=API)
        except Killed:
            return None
        assert answer.status in (200, 503)
        return answer.body["results"] if answer.status == 200 else None

    def _hear(self, by, results):
        """Strike off what needs not be sent again."""
        for result in results:
            outcome = result["outcome"]
            if outcome == "later":
                continue
            name = result["op_id"]
            self.told[name] = outcome
            self.outbox[by] = [one for one in self.outbox[by] if one["op_id"] != name]

    @rule(by=st.sampled_from(list(OWNERS)), quiet=st.integers(0, 6), fault=FAULT)
    def pull_a_page(self, by, quiet, fault):
        self.county.faults.extend([nothing] * quiet + fault)
        with suppress(Killed):
            self.phones[by].step()
        self.county.faults.clear()

    @rule(by=st.sampled_from(list(OWNERS)))
    def pull(self, by):
        self.phones[by].pull()

    @rule(by=st.sampled_from(list(OWNERS)), cut=st.integers(1, 5), seconds=st.integers(1, 20))
    def send_while_others_pull(self, by, cut, seconds):
        """Every write takes its time, and everybody pulls before it is there."""

        def late(call: Any, operation: str) -> Any:
            if operation == "TransactWriteItems":
                with self.county.quietly():
                    self.county.advance(seconds=seconds)
                    self.county.reported(by="village", description="其间上报")
                    self.county.advance(seconds=seconds)
                    for phone in self.phones.values():
                        phone.pull()
            self.county.faults.append(late)
            return call()

        batch = self.outbox[by][:cut]
        if batch:
            self.county.faults.append(late)
            results = self._push(by, batch)
            self.county.faults.clear()
            self._hear(by, results)

    # Meanwhile

    @rule(by=st.sampled_from(OTHERS), data=st.data())
    def others_move_it(self, by, data):
        ids = sorted(self.county.images())
        incident = data.draw(st.sampled_from(ids))
        offered = self.county.read(incident, by).get("actions")
        if not offered:
            return
        action = data.draw(st.sampled_from([a for a in offered if a not in ("merge", "whistle")]))
        unit = data.draw(st.sampled_from([VILLAGE, WATER, NEXT_VILLAGE]))
        more = {"unit": unit} if action == "assign" else {}
        self.county.move(incident, action, by, **more)

    @rule(seconds=st.sampled_from([1, 59, 61, 3600, 26 * 3600, 32 * 24 * 3600]))
    def time_passes(self, seconds):
        self.county.advance(seconds=seconds)

    @rule(unit=st.sampled_from([GRID, FAR_GRID]))
    def the_worker_gets_another_grid(self, unit):
        self.county.appoint(worker=("grid_worker", unit))

    # What holds

    @invariant()
    def nothing_is_doubled(self):
        assert max(self._effects().values(), default=0) <= 1

    def _effects(self) -> Counter[str]:
        """How often the words of each operation stand in the history, or in a report."""
        with self.county.quietly():
            rows = self.county.rows()
        said = [
            row["reason"]["S"]
            for row in rows
            if row["sk"]["S"].startswith("HIST#") and "reason" in row
        ]
        said += [
            row["client_ref"]["S"]
            for row in rows
            if row["sk"]["S"] == "INCIDENT" and "client_ref" in row
        ]
        return Counter(words for words in said if words.startswith("words-"))

    def everything_arrives_in_the_end(self):
        self.county.faults.clear()
        for by, waiting in self.outbox.items():
            while waiting := self.outbox[by]:
                self._hear(by, self._push(by, waiting[:100]))
        done = {
            name.replace("op-", "words-")
            for name, outcome in self.told.items()
            if outcome in ("applied", "replayed")
        }
        assert self._effects() == dict.fromkeys(done, 1)
        for phone in self.phones.values():
            phone.pull()
            self._holds_what_it_may_see(phone)

    def _holds_what_it_may_see(self, phone: Phone) -> None:
        for incident_id, copy in phone.copy.items():
            assert _lasting(copy) == _lasting(self.county.read(incident_id, phone.owner))
        caller = find_caller(phone.owner)
        assert caller is not None
        wanted = {
            incident_id
            for incident_id in self.county.images()
            if (incident := store.load(incident_id))
            and incident.status.is_open
            and is_followed(incident, subscriptions_of(caller))
        }
        assert wanted <= phone.copy.keys()


def _lasting(view: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in view.items() if name not in CHANGES_BY_ITSELF}


TestSync = Sync.TestCase
TestSync.settings = settings(
    max_examples=10,
    stateful_step_count=12,
    deadline=None,
    phases=[Phase.generate],  # a story is read as it is; shrinking it takes minutes
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
