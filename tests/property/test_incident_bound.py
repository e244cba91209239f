"""Whatever the responsible unit and those below it do alone, an incident leaves their tier in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from escalation.rules import obligation_moves, obligations
from escalation.rules.clocked import Severity
from escalation.rules.obligation_moves import Command, Facts
from escalation.rules.obligation_states import ObligationAction
from incidents.rules.incident import Change, Incident
from incidents.rules.states import Action, Status
from incidents.rules.steps import Task
from kernel.access import Role
from kernel.actors import Actor
from kernel.problems import Problem
from kernel.units import Tier, tier_of
from kernel.working_time import Limit
from tests.support.incidents import (
    CHIEF,
    COUNTY,
    COUNTY_OFFICER,
    GRID,
    MONDAY,
    OFFICER,
    SECONDS,
    STAFFED,
    TERMS,
    TOWN,
    TOWN_OFFICER,
    VILLAGE,
    WORKER,
    at_tier,
    caller,
    move,
    wake,
)

STATION, BUREAU = TOWN + "-D01", COUNTY + "-SLJ"
TEAMS = {
    STATION: frozenset({"station"}),
    BUREAU: frozenset({"water"}),
    GRID: frozenset({"worker", "chief"}),
}
STAFF = replace(STAFFED, teams=TEAMS)
STATION_OFFICER = caller("station", (Role.TOWN_OFFICER, STATION))
OTHER_WORKER = caller("worker2", (Role.GRID_WORKER, GRID))
"""Nobody rates what was confirmed by oneself."""
OWN = {
    Tier.VILLAGE: [OFFICER, WORKER, CHIEF],
    Tier.TOWN: [TOWN_OFFICER, STATION_OFFICER, OFFICER, WORKER, CHIEF],
}
"""Who works at a tier or below it."""
ABOVE = {Tier.VILLAGE: [TOWN_OFFICER, COUNTY_OFFICER], Tier.TOWN: [COUNTY_OFFICER]}
HANDED_TO = {Tier.VILLAGE: [GRID, VILLAGE], Tier.TOWN: [STATION, TOWN, VILLAGE, GRID]}
WAITS = st.sampled_from([0, 1, 3, 6, 8, 9, 11, 40])
LIMIT = 10
CAP = 720 * 3600
EXACT = 1e-3


class Matter:
    """An incident with its tasks and whatever it follows, in the hands of one tier and of nobody above it."""

    def __init__(self, tier: Tier, reporter: str) -> None:
        self.tier = tier
        self.it = at_tier(tier, reporter=reporter, category="public_facilities")
        self.now = self.it.updated_at
        self.tasks: dict[str, Incident] = {}
        self.lead: Incident | None = None
        self.charged = 0.0
        self.granted = 0.0
        self.solutions = 0

    @property
    def bound(self) -> float:
        return LIMIT + self.granted

    @property
    def is_in_their_hands(self) -> bool:
        """Whether it stands with the tier or below, owed by nobody above."""
        if self.it.status is Status.JOINT:
            open_tasks = [task for task in self.tasks.values() if task.is_open]
            return all(self._is_low(tier_of(task.turn or task.unit)) for task in open_tasks)
        return self.it.status in (Status.REPORTED, Status.ACCEPTED) and self._is_low(self.it.tier)

    def _is_low(self, tier: Tier) -> bool:
        return tier.rank <= self.tier.rank

    def _runs(self) -> bool:
        """Whether the time is the tier's own: not while those above decide, nor while a first solution waits, nor once it is closed."""
        it = self.it
        if it.status is Status.RESOLVED:
            return self.solutions > 1
        if it.status in (Status.EXTENSION_ASKED, Status.SUSPENSION_ASKED, Status.RETURNED):
            return it.turn is not None and self._is_low(tier_of(it.turn))
        return it.status not in (Status.CONFIRMED, Status.CANCELLED)

    def take(self, action: Action, by: Any, **said: Any) -> bool:
        """Take a step if the rules let it be taken."""
        others = tuple(self.tasks.values())
        other = None
        if action is Action.MERGE:
            other = replace(at_tier(self.it.tier, at=self.now), id="lead")
        elif action is Action.SEPARATE:
            other = self.lead
        return self._moved(self.it, action, by, other=other, tasks=others, **said)

    def take_task(self, number: int, action: Action, by: Any, **said: Any) -> bool:
        """Take a step on one of the open tasks."""
        tasks = [task for task in self.tasks.values() if task.is_open]
        if not tasks:
            return False
        task = tasks[number % len(tasks)]
        siblings = tuple(one for one in self.tasks.values() if one.id != task.id)
        return self._moved(task, action, by, other=self.it, tasks=siblings, **said)

    def _moved(self, one: Incident, action: Action, by: Any, **said: Any) -> bool:
        suspended_before = one.status
        try:
            change = move(one, action, by, at=self.now, staffing=STAFF, under=SECONDS, **said)
        except Problem:
            return False
        if action is Action.WHISTLE:
            self.tasks = {}
        self._keep(change)
        if action is Action.MERGE:
            self.lead = change.others[0].incident
        if action is Action.RESOLVE and one.id == self.it.id:
            self.solutions += 1
        if action is Action.APPROVE and one.id == self.it.id:
            asked = suspended_before is Status.EXTENSION_ASKED
            self.granted += float((one.asked or "0").split()[0]) if asked else CAP
        return True

    def _keep(self, change: Change) -> None:
        for one in (change, *change.others):
            if one.incident.id == self.it.id:
                if self.it.status is Status.JOINT and one.incident.status is Status.RESOLVED:
                    self.solutions += 1
                self.it = one.incident
            elif one.incident.is_task:
                self.tasks[one.incident.id] = one.incident

    def pass_time(self, seconds: float) -> None:
        """Let time pass, with the clock waking whatever is due."""
        until = self.now + timedelta(seconds=seconds)
        while due := self._next_wake(until):
            at, one = due
            self._advance(max(at, self.now))
            change = wake(one, self.now, staffing=STAFF, under=SECONDS)
            assert change is not None
            self._keep(change)
        self._advance(until)

    def _next_wake(self, until: datetime) -> tuple[datetime, Incident] | None:
        things = [self.it, *self.tasks.values()]
        waits = [(one.wake_at, n) for n, one in enumerate(things) if one.wake_at]
        at, n = min(waits, default=(until + timedelta(1), 0))
        return (at, things[n]) if at <= until else None

    def _advance(self, at: datetime) -> None:
        if self._runs():
            self.charged += (at - self.now).total_seconds()
        self.now = at


def said_with(action: Action, matter: Matter, data: Any) -> dict[str, Any]:
    """Draw what a step says."""
    match action:
        case Action.ASSIGN:
            return {"unit": data.draw(st.sampled_from(HANDED_TO[matter.tier]))}
        case Action.RETURN:
            return {"grounds": "not_our_duty", "unit": BUREAU}
        case Action.ASK_EXTENSION:
            return {"limit": Limit(data.draw(st.integers(1, 30)), "seconds")}
        case Action.ASK_SUSPENSION:
            return {"cause": "force_majeure"}
        case Action.WHISTLE:
            units = data.draw(st.lists(st.sampled_from([STATION, BUREAU]), min_size=1, unique=True))
            return {"tasks_given": tuple(Task(unit, "看看") for unit in units)}
        case Action.MERGE:
            return {"into": "lead"}
        case Action.CORRECT:
            return {"severity": data.draw(st.sampled_from(Severity))}
        case Action.RATE:
            return {"satisfied": False, "answer": "not_solved"}
        case _:
            return {}


# What those above decide is theirs: they only answer what they were asked here.
ANSWERS = (Action.APPROVE, Action.DENY)
THEIRS = [action for action in Action if action not in (*ANSWERS, Action.ESCALATE, Action.CANCEL)]


@settings(max_examples=150, derandomize=True)
@given(
    tier=st.sampled_from([Tier.VILLAGE, Tier.TOWN]),
    reporter=st.sampled_from(["resident", "worker", "village"]),
    data=st.data(),
)
def test_the_time_at_a_tier_is_bounded_by_limit_extensions_and_suspensions(tier, reporter, data):
    matter = Matter(tier, reporter)
    for _ in range(data.draw(st.integers(1, 14))):
        action = data.draw(st.sampled_from(THEIRS))
        by = data.draw(st.sampled_from(OWN[tier]))
        said = said_with(action, matter, data)
        if matter.tasks and data.draw(st.booleans()):
            matter.take_task(data.draw(st.integers(0, 1)), action, by, **said)
        else:
            matter.take(action, by, **said)
        if data.draw(st.booleans()):
            matter.take(
                data.draw(st.sampled_from(ANSWERS)), data.draw(st.sampled_from(ABOVE[tier]))
            )
        matter.pass_time(data.draw(WAITS))
        if matter.is_in_their_hands:
            assert matter.charged <= matter.bound + EXACT


LOOPS: list[tuple[Action, ...]] = [
    (Action.MERGE, Action.SEPARATE),
    (Action.WHISTLE, Action.RECALL),
    (Action.ASSIGN,),
    (Action.ASK_EXTENSION, Action.DENY),
    (Action.RESOLVE, Action.REJECT),
    (Action.RESOLVE, Action.CONFIRM, Action.RATE),
]
SAYING: dict[Action, dict[str, Any]] = {
    Action.ASK_EXTENSION: {"limit": Limit(5, "seconds")},
    Action.WHISTLE: {"tasks_given": (Task(STATION, "看看"),)},
    Action.MERGE: {"into": "lead"},
    Action.RATE: {"satisfied": False, "answer": "not_solved"},
}
BY_THE_WORKER = (Action.REJECT, Action.CONFIRM, Action.RATE)


@pytest.mark.parametrize("tier", OWN)
@pytest.mark.parametrize("hold", [0.5, 2, 6, 9])
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(loops=st.lists(st.sampled_from(LOOPS), min_size=1, max_size=3))
@example(loops=LOOPS)
@example(loops=[LOOPS[-1]])
def test_no_loop_of_steps_keeps_an_incident_for_good(tier, hold, loops):
    """The same steps again and again, as people in a hurry take them: at last it is owed above."""
    matter = Matter(tier, "worker")
    officer = OWN[tier][0]
    for _ in range(200):
        for loop in loops:
            matter.take(Action.ACCEPT, officer)
            for step in loop:
                by = WORKER if step in BY_THE_WORKER else officer
                by = OTHER_WORKER if step is Action.CONFIRM else by
                if step is Action.DENY:
                    by = ABOVE[tier][0]
                to = {"unit": HANDED_TO[tier][0]} if step is Action.ASSIGN else {}
                matter.take(step, by, **SAYING.get(step, {}), **to)
                if step is loop[0]:
                    matter.pass_time(hold)
        if matter.it.tier.rank > tier.rank:
            return
    raise AssertionError(f"still with the {tier}: {matter.it.status}")


@settings(max_examples=60)
@given(
    days=st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from([ObligationAction.URGE, ObligationAction.ESCALATE]),
        ),
        max_size=8,
    ),
)
def test_an_obligation_is_never_later_by_what_officers_below_do(days):
    """Urging moves no limit, and taking it up only brings it sooner to the tier above."""
    actor = Actor("town", "town", Role.TOWN_OFFICER, TOWN)
    one = obligations.owe(
        obligation_id="f",
        case_code="c",
        kind="resolution",
        unit=VILLAGE,
        due_at=MONDAY + timedelta(days=5),
        about={},
        actor=actor,
        now=MONDAY,
        terms=TERMS,
    ).after
    now = MONDAY
    for wait, action in days:
        now += timedelta(days=wait)
        while one.wake_at and one.wake_at <= now and one.tier is not Tier.COUNTY:
            change = obligations.wake(one, now=one.wake_at, terms=TERMS, staffing=STAFF)
            assert change is not None
            one = change.after
        if one.at_the_top:
            return
        before = one
        facts = Facts(TOWN_OFFICER, TERMS, STAFF, now)
        one = obligation_moves.move(one, Command(action, "理由"), facts).after
        if action is ObligationAction.URGE:
            assert (one.due_at, one.marks) == (before.due_at, before.marks)
        else:
            assert one.tier.rank > before.tier.rank
