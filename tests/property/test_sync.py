"""Whatever happens to the line, an operation has its effect once and a phone comes to hold what its owner may see.

Batches go out over a store that throttles, loses answers and writes late, over functions that are killed before or after any of their
writes, and over a line that drops the answer; they are sent again, in other cuts. Each operation carries words of its own, so that its
effects can be counted in the history. The model of a phone is a dictionary.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from incidents.rules.feeds import is_followed, subscriptions_of
from incidents.store import incidents as store
from kernel.directory import find_caller
from tests.support.county import (
    FAR_GRID,
    GRID,
    NEXT_VILLAGE,
    VILLAGE,
    WATER,
    County,
    a_county,
    answer_lost,
    nothing,
    throttled,
    unreachable,
)
from tests.support.phone import Phone, op
from workspace.sync.api import API

OWNERS = ("worker", "village", "resident")
OTHERS = ("village2", "chief", "town", "county", "far_village", "water")
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


class Step(NamedTuple):
    """A piece of a story: somebody does things offline, others act meanwhile, a batch is sent, somebody pulls, time passes."""

    by: str
    deeds: list[tuple[str, int]]
    others: list[tuple[str, int, int]]
    line: str
    quiet: int
    fault: list[Any]
    cut: int
    puller: str
    pull: str
    seconds: int
    moves: bool


FAULTS = [
    [answer_lost],
    [killed_before],
    [killed_after],
    [throttled],
    [unreachable],
    [throttled] * 5,
]
STEP = st.builds(
    Step,
    by=st.sampled_from(OWNERS),
    deeds=st.lists(
        st.tuples(
            st.sampled_from(["report", "report", "wrong", "go_on", "go_on", "held", "held"]),
            st.integers(0, 30),
        ),
        min_size=1,
        max_size=3,
    ),
    others=st.lists(
        st.tuples(st.sampled_from(OTHERS), st.integers(0, 30), st.integers(0, 30)), max_size=2
    ),
    line=st.sampled_from(["good", "faulty", "faulty", "silent", "slow"]),
    quiet=st.integers(1, 12),
    fault=st.sampled_from(FAULTS),
    cut=st.integers(1, 6),
    puller=st.sampled_from(OWNERS),
    pull=st.sampled_from(["all", "a page", "faulty", "not"]),
    seconds=st.sampled_from([0, 1, 59, 61, 3600, 26 * 3600, 32 * 24 * 3600]),
    moves=st.sampled_from([False] * 5 + [True]),
)


class Field:
    """Phones in a county with a bad line."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.phones = {name: Phone(county, name, limit=3) for name in OWNERS}
        self.outbox: dict[str, list[dict[str, Any]]] = {name: [] for name in OWNERS}
        self.outcomes: dict[str, str] = {}
        self.numbers = 0

    def live(self, step: Step) -> None:
        """Let one piece of a story happen."""
        for kind, which in step.deeds:
            self._do_offline(step.by, kind, which)
        for name, incident, action in step.others:
            self._act(name, incident, action)
        getattr(self, f"_send_over_a_{step.line}_line")(step)
        if step.moves:
            self.county.appoint(worker=("grid_worker", [GRID, FAR_GRID][step.quiet % 2]))
        self._pull(step)
        self.county.advance(seconds=step.seconds)

    # Offline

    def _do_offline(self, by: str, kind: str, which: int) -> None:
        self.numbers += 1
        words = f"words-{self.numbers}"
        waiting = self.outbox[by]
        said: dict[str, Any] | None = None
        if kind in ("report", "wrong"):
            category = "none" if kind == "wrong" else "public_facilities"
            said = {"kind": "report", "category": category, "client_ref": words}
        elif kind == "held":
            said = self._with_what_is_held(by, words, which)
        elif waiting:
            stands_on = waiting[which % len(waiting)]["op_id"]
            said = _deed(["resolve", "escalate"][which % 2], words) | {"after": stands_on}
        if said:
            waiting.append(op(self.numbers, said.pop("kind"), **said))

    def _with_what_is_held(self, by: str, words: str, which: int) -> dict[str, Any] | None:
        held = sorted(self.phones[by].copy)
        if not held:
            return None
        incident = self.phones[by].copy[held[which % len(held)]]
        possible = {"accept", "resolve", "escalate", "confirm", "reject"} & set(incident["actions"])
        if not possible:
            return None
        action = sorted(possible)[which % len(possible)]
        seen = incident["version"] if which % 3 == 0 else None
        return _deed(action, words) | {"target": incident["id"], "version": seen}

    # Meanwhile

    def _act(self, name: str, incident: int, action: int) -> None:
        ids = sorted(self.county.images())
        chosen = ids[incident % len(ids)]
        offered = self.county.read(chosen, name).get("actions", [])
        offered = [one for one in offered if one not in ("merge", "whistle")]
        if offered:
            unit = [VILLAGE, WATER, NEXT_VILLAGE][action % 3]
            wanted: str = offered[action % len(offered)]
            self.county.move(chosen, wanted, name, unit=unit if wanted == "assign" else None)

    # The line

    def _send_over_a_good_line(self, step: Step) -> None:
        self._hear(step.by, self._push(step.by, step.cut))

    def _send_over_a_silent_line(self, step: Step) -> None:
        """Everything is done, and no word of it comes back."""
        self._push(step.by, step.cut)

    def _send_over_a_faulty_line(self, step: Step) -> None:
        self.county.faults.extend([nothing] * step.quiet + step.fault)
        results = self._push(step.by, step.cut)
        self.county.faults.clear()
        self._hear(step.by, results)

    def _send_over_a_slow_line(self, step: Step) -> None:
        """Every write takes its time; others write and an officer pulls before it is there."""

        def late(call: Any, operation: str) -> Any:
            if operation == "TransactWriteItems":
                with self.county.quietly():
                    self.county.advance(seconds=2 * step.quiet)
                    self.county.reported(by="village2", description="其间上报")
                    self.county.advance(seconds=2 * step.quiet)
                    self.phones["village"].pull()
            self.county.faults.append(late)
            return call()

        self.county.faults.append(late)
        results = self._push(step.by, min(step.cut, 2))
        self.county.faults.clear()
        self._hear(step.by, results)

    def _push(self, by: str, most: int) -> list[dict[str, Any]]:
        batch = self.outbox[by][:most]
        if not batch:
            return []
        try:
            answer = self.county.go("POST", "/v1/sync", {"operations": batch}, by=by, api=API)
        except Killed:
            return []
        assert answer.status in (200, 503)
        return answer.body["results"] if answer.status == 200 else []

    def _hear(self, by: str, results: list[dict[str, Any]]) -> None:
        """Strike off what needs not be sent again."""
        settled = {one["op_id"]: one["outcome"] for one in results if one["outcome"] != "later"}
        self.outcomes |= settled
        self.outbox[by] = [one for one in self.outbox[by] if one["op_id"] not in settled]

    def _pull(self, step: Step) -> None:
        phone = self.phones[step.puller]
        match step.pull:
            case "all":
                phone.pull()
            case "a page":
                phone.step()
            case "faulty":
                self.county.faults.extend([nothing] * (step.quiet % 5) + step.fault)
                with suppress(Killed):
                    phone.step()
                self.county.faults.clear()
            case _:
                pass

    # What holds

    def effects(self) -> Counter[str]:
        """How often the words of each operation stand in the history, or in a report."""
        rows = self.county.rows()
        said = [row[name]["S"] for row in rows for name in ("reason", "client_ref") if name in row]
        return Counter(words for words in said if words.startswith("words-"))

    def come_home(self) -> None:
        """Send and pull everything there is, over a good line."""
        for by in OWNERS:
            while self.outbox[by]:
                self._hear(by, self._push(by, 100))
        for phone in self.phones.values():
            phone.pull()

    def wanted(self, owner: str) -> set[str]:
        """What is open and stands in what a person reads."""
        caller = find_caller(owner)
        assert caller is not None
        followed = subscriptions_of(caller)
        found = [store.load(incident_id) for incident_id in self.county.images()]
        return {
            one.id for one in found if one and one.status.is_open and is_followed(one, followed)
        }


@settings(
    max_examples=5,
    phases=[Phase.generate],  # a story is read as it is; shrinking it takes minutes
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(STEP, min_size=7, max_size=9))
def test_nothing_is_lost_or_doubled_and_every_copy_comes_to_be_right(story: list[Step]) -> None:
    with a_county() as county:
        field = Field(county)
        county.reported(by="village")
        county.reported(by="resident", description="路灯不亮")

        for step in story:
            field.live(step)
            assert max(field.effects().values(), default=0) <= 1
        field.come_home()

        done = {op_id for op_id, told in field.outcomes.items() if told in ("applied", "replayed")}
        assert field.effects() == {op_id.replace("op-", "words-"): 1 for op_id in done}
        for owner, phone in field.phones.items():
            for incident_id, copy in phone.copy.items():
                assert _lasting(copy) == _lasting(county.read(incident_id, owner))
            assert field.wanted(owner) <= phone.copy.keys()


def _deed(action: str, words: str) -> dict[str, Any]:
    return {"kind": "move", "action": action, "done" if action == "resolve" else "reason": words}


def _lasting(view: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in view.items() if name not in CHANGES_BY_ITSELF}
