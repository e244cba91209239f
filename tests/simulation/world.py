"""A world under one seed: the account, the town, its people, their diary and what must hold."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from kernel import clock
from tests.simulation import faults
from tests.simulation.cloud.account import BEGIN, Account, Answer, running
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
    visits: int = 2
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

    def without_faults(self) -> Plan:
        """Return the same with nothing going wrong."""
        return replace(self, rates=faults.NONE)


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
        self._keys = 0
        self._posts_before: dict[str, set[tuple[str, str]]] = {}

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
        held = self.account.store.tables[table].rows
        for place in sorted(held):
            if place[1].startswith(sort):
                yield place, held[place]


_PLACE_IN_PATH = re.compile(r"\{\d+\}|\b\d{9,15}\S*")


def named(deed: Deed) -> str:
    """Return what a deed was, whatever it was done to."""
    return _PLACE_IN_PATH.sub("·", deed.action)


def text(row: Mapping[str, Any], name: str) -> str | None:
    """Return what a row says under a name; None where it says nothing."""
    value = row.get(name)
    return None if value is None else next(iter(value.values()))


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
