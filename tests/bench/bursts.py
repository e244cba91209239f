"""Bursts against quotas: what comes at once is played through gateway, functions, table, streams and clocks: `python -m tests.bench.bursts`.

Throttles and streams are those of the template, quotas and sizes data with their sources (`quotas.json`, `bursts.json`). Clients wait and
send again as `docs/clients.md` asks them to. Chance comes from a fixed seed.
"""

from __future__ import annotations

import heapq
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.bill import prices
from tests.support.template import expanded

_BESIDE = Path(__file__).parent
_LONGEST_WAIT = 32.0
_NEW = "write units of a new table"
_WARM = "write units of a table that had them before, or was warmed to them"
_SEED = 4


class Bucket:
    """A quota: so much at once, refilled at so much a second."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._held, self._at = burst, 0.0

    def take(self, at: float, number: float = 1) -> bool:
        """Take some if there are as many; False: turned away."""
        self._refill(at)
        if self._held < number:
            return False
        self._held -= number
        return True

    def wait_for(self, at: float, number: float = 1) -> float:
        """Take some that may not be there yet; return from when on they are."""
        self._refill(at)
        self._held -= number
        return self._at + max(0.0, -self._held / self._rate)

    def delay(self, at: float) -> float:
        """Return for how long whoever comes now would wait."""
        self._refill(at)
        return max(0.0, -self._held / self._rate)

    def _refill(self, at: float) -> None:
        if at > self._at:
            self._held = min(self._burst, self._held + (at - self._at) * self._rate)
            self._at = at


class Figure(NamedTuple):
    """What a burst came to, in `unit`, beside its goal."""

    burst: str
    what: str
    measured: float
    goal: float
    unit: str = "s"

    @property
    def is_met(self) -> bool:
        """Whether the goal is kept."""
        return self.measured <= self.goal


@dataclass(frozen=True)
class County:
    """Quotas and sizes by name, and what the template says."""

    quotas: Mapping[str, Mapping[str, float]]
    size: Mapping[str, float]
    rate: float
    burst: float
    parallel: Mapping[str, int]

    def bucket(self, name: str) -> Bucket:
        """Return a quota, full."""
        return Bucket(self.quotas[name]["a second"], self.quotas[name]["at once"])

    def most(self, name: str) -> int:
        """Return how many of something there are at once."""
        return int(self.quotas[name]["at once"])

    def lanes(self, stream: str) -> int:
        """Return how many batches of a stream are worked on at once."""
        return self.most("shards of a new table's stream") * self.parallel[stream]


def county() -> County:
    """Return a county with the template's default parameters."""
    template = expanded("template.yaml")
    said = template["Parameters"]
    parallel: dict[str, int] = {}
    for name in ("IncidentStream", "NoticeStream"):
        events: Mapping[str, Any] = template["Resources"][name]["Properties"]["Events"]
        parallel[name] = min(
            event["Properties"].get("ParallelizationFactor", 1)
            for event in events.values()
            if "IncidentsTable" in json.dumps(event)
        )
    return County(
        json.loads((_BESIDE / "quotas.json").read_text(encoding="utf-8"))["quotas"],
        json.loads((_BESIDE / "bursts.json").read_text(encoding="utf-8")),
        float(said["ThrottleRate"]["Default"]),
        float(said["ThrottleBurst"]["Default"]),
        parallel,
    )


def measure(of: County | None = None) -> list[Figure]:
    """Play all bursts."""
    here = of or county()
    return [
        *due_at_once(here),
        *a_morning(here),
        *a_minute(here),
        *launch_of_a_city(here),
    ]


def due_at_once(here: County) -> list[Figure]:
    """Limits that end at one instant: the clock moves what is due, the stream tells of it."""
    transitions = here.bucket("state transitions")
    units = here.bucket(_NEW)
    running, rows = _Lanes(here.most("concurrent executions")), _Rows(here)
    moved: list[float] = []
    waiting: list[tuple[float, int, int]] = []
    for number in range(int(here.size["due at once"])):
        fired = transitions.wait_for(0.0)
        done = running.run(fired, here.size["seconds of a timer"])
        heapq.heappush(waiting, (done, number, 0))
        # Back to sleep until what comes next.
        transitions.wait_for(fired)
    while waiting:
        at, number, tries = heapq.heappop(waiting)
        again = rows.take(number, at, tries)
        if again is None:
            moved.append(units.wait_for(at, here.size["write units of a move, indexes apart"]))
        else:
            heapq.heappush(waiting, (again, number, tries + 1))
    told = _told(here, moved)
    name = f"{len(moved):,} due at one instant"
    return [Figure(name, "moved", max(moved), 30), Figure(name, "told", max(told), 150)]


def a_morning(here: County) -> list[Figure]:
    """Every phone sends what it kept overnight at 08:00."""
    size = here.size
    each = int(size["operations of a phone"])
    phones = dict.fromkeys(range(int(size["phones"])), each)
    figures: list[Figure] = []
    for table, when, goal in (
        (_WARM, "", 150),
        (_NEW, ", the first morning of a new table that was not warmed", 240),
    ):
        done = _sent(here, phones, here.bucket(table))
        clocks = _clocks(here, done)
        name = f"{len(phones):,} phones with {each} operations each at 08:00{when}"
        figures += [
            Figure(name, "done", max(done), goal),
            Figure(name, "clocks started", max(clocks), 240),
        ]
    return figures


def a_minute(here: County) -> list[Figure]:
    """Every phone sends some requests within a minute, one after another."""
    chance, size = random.Random(_SEED), here.size
    gate = Bucket(here.rate, here.burst)
    times: list[float] = []
    for _ in range(int(size["phones"])):
        begun = chance.uniform(0, 55)
        times += [
            begun + chance.uniform(0, 5)
            for _ in range(int(size["requests of a phone in a minute"]))
        ]
    refused = sum(not gate.take(at) for at in sorted(times))
    name = f"{len(times):,} requests of {int(size['phones']):,} phones in a minute"
    return [Figure(name, "answered 429", refused, 0, "requests")]


def launch_of_a_city(here: County) -> list[Figure]:
    """All phones of a city of 3 million begin at once, in one deployment with the default parameters."""
    size = here.size
    gate = Bucket(here.rate, here.burst)
    running = _Lanes(here.most("concurrent executions"))
    chance = random.Random(_SEED)
    waiting = [
        (chance.uniform(0, 60), 0, int(size["requests of a first pull"]), number)
        for number in range(int(size["phones of a city of 3 million"]))
    ]
    heapq.heapify(waiting)
    ended = 0.0
    while waiting:
        at, tries, left, number = heapq.heappop(waiting)
        if not gate.take(at):
            heapq.heappush(waiting, (at + _pause(chance, tries), tries + 1, left, number))
            continue
        done = running.run(at, size["seconds of a request"])
        ended = max(ended, done)
        if left > 1:
            heapq.heappush(waiting, (done, 0, left - 1, number))
    name = f"{int(size['phones of a city of 3 million']):,} phones of a city of 3 million on launch day"
    return [Figure(name, "first pulls over", ended / 60, 20, "min")]


def _sent(here: County, phones: Mapping[int, int], units: Bucket) -> list[float]:
    """Send batches until everything is done; return when each operation was."""
    size, chance = here.size, random.Random(_SEED)
    gate, rows = Bucket(here.rate, here.burst), _Rows(here)
    starts = size["share of operations that start a clock"]
    counts = starts + size["share of operations that stop one"]
    done: list[float] = []
    # What happens next: a batch arrives, or goes on with its next operation.
    events: list[tuple[float, int, str, int, float, int]] = [
        (chance.uniform(0, 1), number, "arrives", left, 0.0, 0) for number, left in phones.items()
    ]
    heapq.heapify(events)
    at_work = 0
    while events:
        at, number, what, left, begun, tries = heapq.heappop(events)
        if what == "arrives":
            if at_work >= here.most("concurrent executions") or not gate.take(at):
                again = at + _pause(chance, tries)
                heapq.heappush(events, (again, number, "arrives", left, 0.0, tries + 1))
                continue
            at_work, begun, tries = at_work + 1, at, 0
        over = at - begun > size["seconds a batch has"]
        busy = units.delay(at) > size["seconds the store is waited for"]
        later: float | None = at if busy else None
        # What an operation is does not change when it is tried again.
        lot = (number * 7919 + left * 104729) % 1000 / 1000
        if left and not over and not busy:
            later = rows.take(number, at, tries) if lot < counts else None
            if later is not None and tries < _TRIES_OF_THE_STORE:
                heapq.heappush(events, (later, number, "goes on", left, begun, tries + 1))
                continue
        if left and not over and later is None:
            weight = size[_WEIGHTS[0 if lot < starts else 1 if lot < counts else 2]]
            ended = units.wait_for(at, weight) + size["seconds of an operation"]
            done.append(ended)
            heapq.heappush(events, (ended, number, "goes on", left - 1, begun, 0))
            continue
        at_work -= 1
        if left:
            # The store is busy, or the time is over: the rest comes again with the next batch.
            again = at + _pause(chance, tries)
            heapq.heappush(events, (again, number, "arrives", left, 0.0, tries + 1))
    return done


def _clocks(here: County, done: list[float]) -> list[float]:
    """Return when the clocks of what was done are started; a stop is asked once and passed."""
    size, chance = here.size, random.Random(_SEED)
    starts, lanes = here.bucket("StartExecution"), _Lanes(here.lanes("IncidentStream"))
    begun: list[float] = []
    for at in sorted(done):
        lot = chance.random()
        if lot < size["share of operations that start a clock"]:
            ready = lanes.run(at, size["seconds to start or stop a clock"])
            begun.append(starts.wait_for(ready))
            lanes.busy_until(begun[-1])
        elif (
            lot
            < size["share of operations that start a clock"]
            + size["share of operations that stop one"]
        ):
            lanes.run(at, size["seconds to start or stop a clock"])
    return begun


def _told(here: County, moved: list[float]) -> list[float]:
    """Return when the notices of what was moved are out."""
    publications, lanes = here.bucket("SNS publications"), _Lanes(here.lanes("NoticeStream"))
    return [
        publications.wait_for(lanes.run(at, here.size["seconds to tell an entry"]))
        for at in sorted(moved)
    ]


_TRIES_OF_THE_STORE = 5
_WEIGHTS = (
    "write units of an operation that starts a clock, indexes apart",
    "write units of an operation that stops one, indexes apart",
    "write units of any other operation, indexes apart",
)


class _Rows:
    """The rows in which the reports of each village are counted: one transaction at a time has them, the others try again."""

    def __init__(self, here: County) -> None:
        self._villages = int(here.size["villages"])
        self._holds = here.size["seconds a transaction holds a row"]
        self._held: dict[int, float] = {}
        self._chance = random.Random(_SEED)

    def take(self, number: int, at: float, tries: int) -> float | None:
        """Take the rows of somebody's village; if another transaction has them return when to try again, as the store's client does."""
        village = number % self._villages
        if self._held.get(village, 0.0) > at:
            return at + 0.02 * 2 ** min(tries, 4) * self._chance.uniform(0.5, 1.5)
        self._held[village] = at + self._holds
        return None


class _Lanes:
    """So many at work at once, each taking the next that comes."""

    def __init__(self, number: int) -> None:
        self._free = [0.0] * number
        self._last = 0.0

    def run(self, at: float, seconds: float) -> float:
        """Work on one that comes at a time; return when it is done."""
        ended = max(at, heapq.heappop(self._free)) + seconds
        heapq.heappush(self._free, ended)
        return ended

    def busy_until(self, at: float) -> None:
        """Keep the lane that is free next waiting."""
        heapq.heapreplace(self._free, max(at, self._free[0]))


def _pause(chance: random.Random, tries: int) -> float:
    """2, 4, 8 … seconds with some chance in it."""
    return min(2.0 * 2**tries, _LONGEST_WAIT) * chance.uniform(0.5, 1.5)


def page(figures: list[Figure]) -> list[str]:
    """Return the figures as lines of a page."""
    here = county()
    quotas = json.loads((_BESIDE / "quotas.json").read_text(encoding="utf-8"))
    new, warm = (quotas["quotas"][name]["a second"] for name in (_NEW, _WARM))
    once = (warm - new) * prices().prices["write unit a second kept warm, once"]
    limits = "; ".join(
        f"{name} {of['at once']:,} at once"
        + (f", {of['a second']:,} a second" if of["a second"] else "")
        for name, of in quotas["quotas"].items()
    )
    return [
        (
            f"Simulated (`python -m tests.bench.bursts`, sizes in `tests/bench/bursts.json`) by the template's default parameters "
            f"({here.rate:g} requests a second, {here.burst:g} at once) and the quotas of `tests/bench/quotas.json` "
            f"({quotas['of']}; {quotas['day']}): {limits}."
        ),
        "",
        "| burst | | simulated | goal | |",
        "|---|---|---|---|---|",
        *(
            f"| {one.burst} | {one.what} | {one.measured:,.0f} {one.unit} | {one.goal:,g} {one.unit} | {'met' if one.is_met else 'missed'} |"
            for one in figures
        ),
        "",
        (
            f"A table that is new takes {new:,.0f} write units a second until it has had more, and the 50,000 operations of that morning write 17.8 "
            "each: 222 s of them. Fewer writes would have to take a third off each, with its history, its limit and its key, two units a row as "
            "every transaction writes them; spreading cannot help where the whole table is at its limit. So a county that begins with many phones warms "
            f"the table: `WarmWriteUnits={warm:.0f}` of the data stack makes its first morning that of a table that had them before, for ${once:.2f}, once; "
            "a county of some hundred phones needs none of it ([0081](decisions/0081-a-table-that-is-warmed.md))."
        ),
    ]


if __name__ == "__main__":
    print("\n".join(page(measure())))
