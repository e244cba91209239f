"""A world under one seed: the account, the town, its people, their diary and what must hold."""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from kernel import clock
from tests.simulation import faults, photos
from tests.simulation.cloud.account import BEGIN, Account, Answer, running
from tests.simulation.cloud.store import Change
from tests.simulation.diary import Deed, Diary
from tests.simulation.town import Person, Town


@dataclass(frozen=True)
class Plan:
    """What is played.

    Attributes
    ----------
    seed
        From which everything follows.
    days, villages, residents
        How long, and how large the town is; residents are those of each grid who take part.
    reports
        How many incidents people of a grid come upon in a day.
    visits
        How often whoever has a post sits down to work in a working day.
    calls
        How likely a resident sees to something on a day.
    every_minutes
        How often the runs of schedules are played, as if those between had nothing to do.
    settling
        How many days go on after the period, in which everybody acts and nothing new begins.
    rates
        How often what goes wrong.
    begin
        When it begins.
    contexts
        What people do besides incidents.
    """

    seed: int
    days: int = 14
    villages: int = 3
    residents: int = 4
    reports: float = 0.5
    visits: float = 2
    calls: float = 0.35
    every_minutes: int = 20
    settling: int = 0
    rates: faults.Rates = faults.USUAL
    begin: datetime = BEGIN
    contexts: tuple[str, ...] = (
        "points",
        "assembly",
        "enforcement",
        "services",
        "economy",
        "phones",
    )

    @classmethod
    def of_a_town(cls, seed: int, days: int, villages: int) -> Plan:
        """Return a plan for a whole town: twelve thousand people in twenty-six villages, who come upon some five thousand things in a year."""
        return cls(
            seed,
            days=days,
            villages=villages,
            residents=220,
            reports=0.0007,
            visits=0.2,
            calls=0.0012,
            every_minutes=60,
        )

    def without_faults(self) -> Plan:
        """Return the same with nothing going wrong."""
        return replace(self, rates=faults.NONE)


BEGINNINGS = frozenset(
    {
        "/v1/incidents",
        "/v1/points/claims",
        "/v1/points/redemptions",
        "/v1/assembly/ideas",
        "/v1/assembly/matters",
        "/v1/enforcement/cases",
        "/v1/enforcement/inspections",
        "/v1/services/hazards/findings",
        "/v1/services/mediation/cases",
        "/v1/services/errands",
        "/v1/economy/vouchers",
    }
)
"""Where something new begins, which nobody does any more while things settle."""
MOST_ROWS_A_PAGE, MOST_ROWS_A_LINE = 150, 6
"""Of what an index or a partition holds a page reads so many rows, and so many more for each line that is asked for."""


class Violated(AssertionError):
    """Something that must hold does not.

    Attributes
    ----------
    invariant
        Which.
    """

    def __init__(self, invariant: str, told: str) -> None:
        self.invariant, self.told = invariant, told
        super().__init__(f"{invariant}: {told}")


class World:
    """Everything of one run."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.faults = faults.Faults(plan.seed, plan.rates)
        self.account = Account(plan.begin, plan.seed, self.faults)
        self.account.every_minutes = plan.every_minutes
        self.town = Town(plan.seed, plan.villages, plan.residents, plan.contexts)
        self.chance = random.Random(f"people {plan.seed}")
        self.diary = Diary()
        self.tried: Counter[tuple[str, str, str]] = Counter()
        self.answers: list[Callable[[Person | None, str, Answer], None]] = []
        self.answered: Any = None
        """What the last deed was answered."""
        self.known: dict[str, Any] = {}
        """What people remember among themselves: who sits where, what was called for when."""
        self.changes: list[tuple[datetime, str, tuple[tuple[str, str], ...]]] = []
        self.memory: dict[str, Any] = {}
        """What checks remember from one midnight to the next."""
        self.settles = False
        """Whether the period is over and nobody begins anything new."""
        self.thorough = False
        """Whether checks look at everything once more, also at what did not change and is over."""
        self._moved: defaultdict[str, set[str]] = defaultdict(set)
        self._live: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self.account.tells.append(self._note_moved)
        self._keys = 0
        self._posts_before: dict[str, set[tuple[str, str]]] = {}

    def _note_moved(self, change: Change) -> None:
        self._moved[change.table].add(change.place[0])

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.account.now

    @property
    def local(self) -> datetime:
        """The present instant in the county's time."""
        return self.now.astimezone(clock.SHANGHAI)

    # What people do

    def look(self, who: Person | None, path: str, **query: str) -> Any:
        """Read something; None where it is refused or the county is busy."""
        before = self.account.rows_read
        answer = self.account.ask("GET", path, by=who.id if who else None, query=query)
        self._count_rows(path, query, self.account.rows_read - before)
        for hears in self.answers:
            hears(who, path, answer)
        return answer.body if answer.status == 200 else None

    def _count_rows(self, path: str, query: Mapping[str, str], rows: int) -> None:
        """Let a page of a list cost what a page costs, however much the table holds.

        Raises
        ------
        Violated
            It read more.
        """
        if rows > MOST_ROWS_A_PAGE + MOST_ROWS_A_LINE * int(query.get("limit", 0)):
            raise Violated("list_cost", f"{path} {dict(query)} read {rows} rows")

    def do(
        self, who: Person | None, method: str, path: str, body: Any = None, *, before: str = ""
    ) -> Deed:
        """Do something, sending it again under its key while the answer is lost; write it down."""
        if self.settles and method == "POST" and path in BEGINNINGS:
            return Deed(self.now, who.id if who else "", method, path, body, "")
        self._keys += 1
        deed = Deed(
            self.now,
            who.id if who else "",
            method,
            self.diary.symbolic(path),
            self.diary.symbolic(body),
            f"k-{self._keys}",
            before=before,
        )
        return self.perform(deed, path, body)

    def perform(self, deed: Deed, path: str, body: Any) -> Deed:
        """Send a deed and write down how it was answered."""
        who = self.town.people.get(deed.who)
        photos.take_one(self, deed, path)
        headers = {"idempotency-key": deed.key}
        answer = self._sent(deed, path, body, headers)
        for _ in range(4):
            if answer.status not in (429, 500, 503, 504):
                break
            answer = self._sent(deed, path, body, headers)
        if answer.status < 300 and self.faults.comes("sent_again"):
            again = self._sent(deed, path, body, headers)
            if again.status < 500 and again.status not in (429, answer.status):
                raise Violated(
                    "answered_once",
                    f"{deed.who} {deed.action} {path}: {answer.status}, then {again.status} {again.text[:300]}",
                )
        deed.status = answer.status
        said: Any = answer.body if isinstance(answer.body, dict) else {}
        deed.problem = str(said.get("type", "")).rpartition(":")[2] if deed.status >= 400 else ""
        if answer.status < 300 and (deed.method == "POST" and not path.endswith("transitions")):
            deed.made = said.get("id")
        deed.number = len(self.diary.deeds)
        self.diary.write(deed)
        self.answered = answer.body
        self.tried[who.way if who else "-", deed.before or "-", named(deed)] += 1
        for hears in self.answers:
            hears(who, path, answer)
        return deed

    def not_offered(self, deed: Deed, thing: str, *, offered: bool) -> None:
        """Let a step that nobody was offered not go through.

        Raises
        ------
        Violated
            It did.
        """
        if deed.went_through and not offered:
            raise Violated(
                "offered", f"{deed.who} did {deed.action} to {thing}, which was not offered"
            )

    def _sent(self, deed: Deed, path: str, body: Any, headers: Mapping[str, str]) -> Answer:
        return self.account.ask(deed.method, path, body, by=deed.who or None, headers=headers)

    def change_posts(self, person: Person, posts: list[tuple[str, str]]) -> None:
        """Give a person other posts, and write it down."""
        self._posts_before.setdefault(person.id, set()).update(person.posts)
        self.changes.append((self.now, person.id, tuple(posts)))
        with self.undisturbed():
            self.town.change_posts(person, posts)

    def held_by(self, person: str) -> set[tuple[str, str]]:
        """Return every role and unit of the posts that somebody holds or held."""
        return {*self.town.people[person].posts, *self._posts_before.get(person, ())}

    # Chance and time

    def at(self, when: datetime, do: Callable[[], None]) -> None:
        """Do something at an instant."""
        self.account.at(when, do)

    def soon(self, hours: float) -> datetime:
        """Return an instant about so many hours ahead."""
        return self.now + timedelta(hours=hours * self.chance.uniform(0.5, 1.5))

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Let nothing go wrong for a moment."""
        self.faults.paused += 1
        try:
            yield
        finally:
            self.faults.paused -= 1

    def rows(
        self, table: str, sort: str = ""
    ) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
        """Yield the rows of a table as they lie there, of which the sort key begins so; in order."""
        kept = self.account.store.tables[table]
        for place in kept.places(sort):
            yield place, kept.rows[place]

    def moved(self, table: str, sort: str) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
        """Yield of what changed since the last midnight the rows of which the sort key begins so; of everything in a thorough look."""
        if self.thorough:
            yield from self.rows(table, sort)
            return
        kept = self.account.store.tables[table]
        partitions = kept.indexes[None].partitions
        for pk in sorted(self._moved[table]):
            for _, _, sk in list(partitions.get(pk, ())):
                if sk.startswith(sort):
                    yield (pk, sk), kept.rows[pk, sk]

    def live(
        self, table: str, sort: str, over: Collection[str]
    ) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
        """Yield the rows of this kind that changed since the last midnight or are not over by their status; all in a thorough look.

        Whatever is over is looked at the night after it was, and then no more: nothing changes of it, and no time runs.
        """
        if self.thorough:
            yield from self.rows(table, sort)
            return
        held = self.account.store.tables[table].rows
        open_ones = self._live[table, sort]
        for pk in sorted(open_ones | self._moved[table]):
            row = held.get((pk, sort))
            if row is None or status_of(row) in over:
                open_ones.discard(pk)
            else:
                open_ones.add(pk)
            if row is not None:
                yield (pk, sort), row

    def forget_moves(self) -> None:
        """Take what changed so far for looked at."""
        self._moved.clear()


_PLACE_IN_PATH = re.compile(r"\{\d+\}|\b\d{9,15}\S*")


def named(deed: Deed) -> str:
    """Return what a deed was, whatever it was done to."""
    return _PLACE_IN_PATH.sub("·", deed.action)


def text(row: Mapping[str, Any], name: str) -> str | None:
    """Return what a row says under a name; None where it says nothing."""
    value = row.get(name)
    return None if value is None else next(iter(value.values()))


def status_of(row: Mapping[str, Any]) -> str:
    """Return the status of a row, or of the document it holds."""
    said = text(row, "status")
    return said if said is not None else str((document(row, "document") or {}).get("status"))


def number(row: Mapping[str, Any], name: str) -> int:
    """Return a number of a row; 0 where there is none."""
    return int(text(row, name) or 0)


def document(row: Mapping[str, Any], name: str) -> Any:
    """Return a document of a row."""
    said = text(row, name)
    return json.loads(said) if said else None


@contextmanager
def a_world(plan: Plan) -> Iterator[World]:
    """Run a world in place of the cloud, with its people registered."""
    world = World(plan)
    with running(world.account):
        with world.undisturbed():
            world.town.register()
        yield world
