"""State transitions of the workflow over an incident's life, counted by playing the rules against the state machine.

Every state that is entered counts, the first one included; stopping an execution is free.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from escalation.rules import climbing
from escalation.rules.clocked import Severity, Staffing
from incidents.rules import moves, reporting, waking
from incidents.rules.incident import Change, Incident
from incidents.rules.reporting import Arrival, Report
from incidents.rules.states import Action, Source, Status
from incidents.rules.steps import Command, Facts
from incidents.store.policies import policy_in_force
from kernel.access import TIER_OFFICER, Caller, Post, Role
from kernel.actors import Actor
from kernel.units import Tier
from tests.bench.county import GRID

MACHINE = json.loads((Path(__file__).parents[2] / "infra" / "escalation.asl.json").read_text())
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LONG_AGO = MONDAY.date() - timedelta(days=400)


class Life(NamedTuple):
    """How an incident goes.

    Attributes
    ----------
    solved_by
        The tier that solves it.
    after_share
        After which share of its time that tier acts.
    by_hand
        Whether the tiers below pass it on themselves, at the same share of their time; otherwise reminder and limit pass in silence.
    """

    solved_by: Tier
    after_share: float
    by_hand: bool = False


SHARES = {Tier.VILLAGE: 0.70, Tier.TOWN: 0.20, Tier.COUNTY: 0.10}
"""Where 100 incidents end."""
CONFIRMED_WITHIN = timedelta(hours=2)


@dataclass
class _Execution:
    """Counts the states the machine enters; the loop of one wait and one task is read from the ASL itself."""

    entered: int = 0

    def start(self) -> None:
        assert MACHINE["States"][MACHINE["StartAt"]]["Type"] == "Wait"
        self.entered += 1

    def wake(self, *, wanted: bool) -> None:
        task = MACHINE["States"][MACHINE["StartAt"]]["Next"]
        assert MACHINE["States"][task]["Type"] == "Task"
        after = MACHINE["States"][task]["Next"] if wanted else "StoodDown"
        assert after in MACHINE["States"]
        self.entered += 2


def transitions(life: Life, *, category: str = "public_facilities") -> int:
    """Return how many states the executions of one incident enter, all its epochs together."""
    policy = policy_in_force(None).value
    people = {
        tier: Caller(str(tier), "", (_post(TIER_OFFICER[tier], GRID[: tier.level.digits]),))
        for tier in Tier
    }
    worker = Caller("worker", "", (_post(Role.GRID_WORKER, GRID),))
    staffing = Staffing(
        {tier: frozenset({str(tier)}) for tier in Tier},
        frozenset({"worker"}),
        frozenset({"chief"}),
        frozenset({"admin"}),
    )
    execution = _Execution()
    incident = reporting.report(
        Report(category, Severity.GENERAL, Source.PATROL, "…"),
        Arrival(
            incident_id="i",
            case_code="c",
            unit=GRID,
            location=None,
            actor=Actor("worker", "", Role.GRID_WORKER, GRID),
            now=MONDAY,
            policy=policy,
            staffing=staffing,
        ),
    ).incident
    execution.start()

    def sleep_until(end: datetime | Callable[[Incident], bool], incident: Incident) -> Incident:
        while incident.armed_for and not (
            end(incident) if callable(end) else incident.armed_for >= end
        ):
            at = incident.armed_for
            change = waking.wake(incident, now=at, policy=policy, staffing=staffing)
            incident = change.incident if change else _asleep_again(incident)
            execution.wake(wanted=incident.wake_at is not None)
        return incident

    def move(incident: Incident, action: Action, by: Caller, at: datetime) -> Incident:
        command = Command(action, reason="…", done="…")
        facts = Facts(by, at, policy, staffing)
        change: Change = moves.move(incident, command, facts)
        if change.incident.epoch > incident.epoch:
            execution.start()
        return change.incident

    while life.by_hand and incident.tier is not life.solved_by:
        acts = _share_of(incident, life.after_share)
        incident = move(sleep_until(acts, incident), Action.ESCALATE, people[incident.tier], acts)
    incident = sleep_until(lambda present: present.tier is life.solved_by, incident)
    acts = _share_of(incident, life.after_share)
    incident = sleep_until(acts, incident)
    incident = move(incident, Action.ACCEPT, people[life.solved_by], acts)
    incident = move(incident, Action.RESOLVE, people[life.solved_by], acts)
    confirmed = acts + CONFIRMED_WITHIN
    incident = sleep_until(confirmed, incident)
    incident = move(incident, Action.CONFIRM, worker, confirmed)
    assert incident.status is Status.CONFIRMED
    return execution.entered


def average(after_share: float, *, by_hand: bool) -> float:
    """Return the transitions an incident costs on average over `SHARES`."""
    return sum(
        share * transitions(Life(tier, after_share, by_hand)) for tier, share in SHARES.items()
    )


def _share_of(incident: Incident, share: float) -> datetime:
    assert incident.due_at is not None
    assert incident.clock_started_at is not None
    return incident.clock_started_at + (incident.due_at - incident.clock_started_at) * share


def _asleep_again(incident: Incident) -> Incident:
    """What the timer is answered when it rode on to an instant at which nothing is due yet: the next one."""
    assert incident.armed_for is not None
    return replace(incident, armed_for=climbing.needs_a_timer(incident, incident.armed_for))


def _post(role: Role, unit: str) -> Post:
    return Post(role, unit, LONG_AGO)
