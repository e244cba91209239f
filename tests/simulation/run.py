"""Playing a plan from its first midnight to its last: who comes when, what is checked, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import ModuleType

from tests.simulation.invariants import assembly as of_assembly
from tests.simulation.invariants import closing, days, everywhere, figures, settled
from tests.simulation.invariants import economy as of_economy
from tests.simulation.invariants import enforcement as of_enforcement
from tests.simulation.invariants import incidents as of_incidents
from tests.simulation.invariants import numbers as of_numbers
from tests.simulation.invariants import owed as of_owed
from tests.simulation.invariants import points as of_points
from tests.simulation.invariants import services as of_services
from tests.simulation.invariants import told as of_told
from tests.simulation.people import (
    assembly,
    economy,
    enforcement,
    incidents,
    phones,
    points,
    services,
)
from tests.simulation.town import ABSENT, HONEST, Person
from tests.simulation.world import Plan, Violated, World, a_world, text

CONTEXTS: Mapping[str, ModuleType] = {
    "points": points,
    "assembly": assembly,
    "enforcement": enforcement,
    "services": services,
    "economy": economy,
    "phones": phones,
}
"""What people do besides incidents: how each begins, and what people do about it at an occasion."""

Check = Callable[[World], None]
AT_MIDNIGHT: tuple[Check, ...] = (
    # Before logs are looked at for names, after which they are let go.
    *of_assembly.NIGHTLY,
    everywhere.nothing_broke,
    everywhere.nothing_personal_is_told,
    everywhere.rows_stay_small,
    everywhere.letters_come_once,
    everywhere.quiet_hours_are_kept,
    of_incidents.everything_open_has_an_owner_and_a_clock,
    of_incidents.histories_are_whole,
    of_incidents.time_below_a_tier_is_bounded,
    of_incidents.silence_goes_up,
    of_incidents.nobody_confirms_own_work,
    of_incidents.what_was_answered_is_there_once,
    *closing.CHECKS,
    *of_owed.CHECKS,
    *of_told.CHECKS,
)
"""What looks at what changed and at what is open."""
OF_EVERYTHING: tuple[Check, ...] = (
    of_incidents.what_was_kept_on_a_phone_is_there_once,
    *of_assembly.CHECKS,
    *of_points.CHECKS,
    *of_enforcement.CHECKS,
    *of_services.CHECKS,
    *of_economy.CHECKS,
    *of_numbers.CHECKS,
)
"""What looks at whole books and whole histories, whose faults stay to be seen: each midnight of some weeks, each fourteenth of a year."""
_SOME_WEEKS = 60
_OF_WHO_SETTLES = 2
"""How often everybody sits down in a working day while things settle."""


@dataclass
class Outcome:
    """What came of a run.

    Attributes
    ----------
    begun
        How many deeds come of beginning alone.
    """

    plan: Plan
    world: World
    violated: Violated | None = None
    begun: int = 0
    per_day: list[tuple[datetime, dict[str, int]]] = field(default_factory=list)


class Play:
    """One run of a plan."""

    def __init__(self, world: World, told: Callable[[str], None] = lambda _: None) -> None:
        self.world, self._told = world, told
        self.outcome = Outcome(world.plan, world)
        self._nights = 0
        self._posts = {one.id: list(one.posts) for one in world.town.people.values()}
        self._contexts = [CONTEXTS[name] for name in world.plan.contexts if name in CONTEXTS]
        world.answers.append(everywhere.Knowing(world).hear)

    def days(self) -> None:
        """Let day after day pass, with people in it and with what must hold checked at each midnight."""
        world = self.world
        self.prepare()
        for day in range(world.plan.days):
            self._plan_day()
            world.account.run(days.midnight(world.now))
            self.midnight()
            self._told(f"day {day + 1}/{world.plan.days} deeds {len(world.diary.deeds)}")
        self._let_settle()
        self._settle()

    def _let_settle(self) -> None:
        """Let everybody act as is expected of them, day after day, and begin nothing; then nothing may be stuck."""
        world = self.world
        if not world.plan.settling:
            return
        world.settles = True
        for person in world.town.people.values():
            person.way = HONEST
            if not person.posts:
                world.change_posts(person, self._posts[person.id])
        for day in range(world.plan.settling):
            self._plan_day()
            world.account.run(days.midnight(world.now))
            self.midnight()
            self._told(f"settling {day + 1}/{world.plan.settling}")
        settled.nothing_is_stuck(world)

    def prepare(self) -> None:
        """Put in force what a village begins with, and wind the clocks."""
        with self.world.undisturbed():
            for context in self._contexts:
                context.begin(self.world)
        self.outcome.begun = len(self.world.diary.deeds)
        self.world.account.wind()

    def _settle(self) -> None:
        """Let what is under way arrive, without faults, and look once more."""
        world = self.world
        with world.undisturbed():
            world.account.redrive()
            world.account.run(world.now + timedelta(hours=6))
            world.thorough = True
            self.midnight()
            figures.figures_are_what_happened(world)

    def midnight(self) -> None:
        """Check what must hold."""
        world = self.world
        self._nights += 1
        checks = AT_MIDNIGHT
        if world.plan.days <= _SOME_WEEKS or world.thorough or self._nights % 14 == 0:
            checks = (*OF_EVERYTHING, *AT_MIDNIGHT)
        for check in checks:
            check(world)
        world.forget_moves()
        world.account.store.expire()
        tiers: dict[str, int] = {}
        for _, row in of_incidents.open_rows(world):
            tier = text(row, "tier") or ""
            tiers[tier] = tiers.get(tier, 0) + 1
        self.outcome.per_day.append((world.now, tiers))

    def _plan_day(self) -> None:
        world = self.world
        world.faults.take_away(
            world.now, ["incidents", "obligations", "notices", "registry", "points"]
        )
        midnight = world.now
        working = days.is_working(world.local.date())
        if world.chance.random() < 0.5:
            world.at(midnight + timedelta(hours=7), world.account.redrive)
        for person in world.town.people.values():
            self._plan_person(person, midnight, working)
        if not world.settles:
            self._plan_changes(midnight)

    def _plan_person(self, person: Person, midnight: datetime, working: bool) -> None:
        world, draw = self.world, self.world.chance
        if person.way == ABSENT:
            return
        roles = person.roles
        visits = world.plan.calls
        if roles != {"resident"} and roles:
            visits = world.plan.visits if working else 0
        if world.settles:
            visits = _OF_WHO_SETTLES if working else 0
        whole = int(visits)
        for _ in range(whole + (draw.random() < visits - whole if visits > whole else 0)):
            world.at(midnight + timedelta(hours=draw.uniform(8, 18)), lambda: self._visit(person))
        if roles & {"resident", "grid_worker"} and draw.random() < world.plan.reports / 2:
            world.at(midnight + timedelta(hours=draw.uniform(0, 24)), lambda: self._report(person))

    def _visit(self, person: Person) -> None:
        if person.roles & {"resident"}:
            incidents.look_after(self.world, person)
        if person.roles - {"resident"}:
            incidents.work(self.world, person)
        for context in self._contexts:
            context.visit(self.world, person)

    def _report(self, person: Person) -> None:
        places = person.holds("resident", "grid_worker")
        if places:
            incidents.report(self.world, person, self.world.chance.choice(places))

    def _plan_changes(self, midnight: datetime) -> None:
        """Now and then somebody is dismissed, moved to another unit, or comes back."""
        world, draw = self.world, self.world.chance
        if draw.random() < 0.15:
            staff = [
                one
                for one in world.town.people.values()
                if one.roles - {"resident", "county_admin"}
            ]
            person = draw.choice(staff)
            world.at(midnight + timedelta(hours=draw.uniform(6, 20)), lambda: self._change(person))

    def _change(self, person: Person) -> None:
        world, draw = self.world, self.world.chance
        role, unit = person.posts[0] if person.posts else ("", "")
        posts: list[tuple[str, str]] = []
        if role and draw.random() < 0.5:
            of_its_kind = [
                code for code in world.town.units if len(code) == len(unit) and "-" not in code
            ]
            posts = [(role, draw.choice(of_its_kind or [unit]))]
        before = person.posts
        world.change_posts(person, posts)
        if not posts:
            world.at(world.soon(72), lambda: self._come_back(person, before))

    def _come_back(self, person: Person, posts: list[tuple[str, str]]) -> None:
        if not person.posts:
            self.world.change_posts(person, posts)


@contextmanager
def playing(plan: Plan, told: Callable[[str], None] = lambda _: None) -> Iterator[Play]:
    """Give a run that is ready to begin."""
    with a_world(plan) as world:
        yield Play(world, told)


def play(plan: Plan, told: Callable[[str], None] = lambda _: None) -> Outcome:
    """Play a plan to its end, or to where something no longer holds."""
    with playing(plan, told) as run:
        try:
            run.days()
        except Violated as violated:
            run.outcome.violated = violated
        return run.outcome
