"""Incidents, callers and staff as the rules see them, for tests without any storage."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from escalation.rules.clocked import Severity, Staffing
from escalation.store.terms import packaged
from incidents.rules import converting, moves, policy, reporting, waking
from incidents.rules.incident import Change, Follows, Incident
from incidents.rules.policy_document import parse
from incidents.rules.reporting import Arrival, Report
from incidents.rules.states import Action, Source
from incidents.rules.steps import Command, Facts
from incidents.store.policies import packaged_document
from kernel.access import Caller, Post, Role
from kernel.actors import Actor
from kernel.units import Tier

COUNTY = "140426"
TOWN = COUNTY + "106"
VILLAGE = TOWN + "221"
GRID = VILLAGE + "001"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A working Monday, ten in the morning in Beijing."""

DOCUMENT: dict[str, Any] = {**packaged_document()}
POLICY = parse(DOCUMENT, 0)
TERMS = packaged().value["resolution"]
SECONDS = parse(
    DOCUMENT
    | {
        "limits": {
            severity: {
                tier: {"amount": 10, "unit": "seconds"} for tier in ("village", "town", "county")
            }
            for severity in ("general", "pressing", "urgent")
        },
        "confirmation": {
            **{turn: {"amount": 10, "unit": "seconds"} for turn in ("worker", "chief", "above")},
            "cap": 2,
        },
        "supervision": {"every": {"amount": 10, "unit": "seconds"}, "cap": 3},
    },
    1,
)
"""Every limit is ten seconds; the reminder comes at half."""

STAFFED = Staffing(
    officers={
        Tier.VILLAGE: frozenset({"village"}),
        Tier.TOWN: frozenset({"town"}),
        Tier.COUNTY: frozenset({"county"}),
    },
    workers=frozenset({"worker"}),
    chiefs=frozenset({"chief"}),
    administrators=frozenset({"admin"}),
)


def without(*tiers: Tier, workers: bool = True, chiefs: bool = True) -> Staffing:
    """Return the staff with nobody at some tiers."""
    return replace(
        STAFFED,
        officers={tier: who for tier, who in STAFFED.officers.items() if tier not in tiers},
        workers=STAFFED.workers if workers else frozenset(),
        chiefs=STAFFED.chiefs if chiefs else frozenset(),
    )


def caller(name: str, *posts: tuple[Role, str]) -> Caller:
    """Return a person with posts."""
    return Caller(name, name, tuple(Post(role, unit, date(2020, 1, 1)) for role, unit in posts))


WORKER = caller("worker", (Role.GRID_WORKER, GRID))
CHIEF = caller("chief", (Role.GRID_CHIEF, GRID))
OFFICER = caller("village", (Role.VILLAGE_OFFICER, VILLAGE))
TOWN_OFFICER = caller("town", (Role.TOWN_OFFICER, TOWN))
COUNTY_OFFICER = caller("county", (Role.COUNTY_OFFICER, COUNTY))
ADMIN = caller("admin", (Role.COUNTY_ADMIN, COUNTY))
RESIDENT = caller("resident", (Role.RESIDENT, GRID))
NEIGHBOUR = caller("neighbour", (Role.VILLAGE_OFFICER, TOWN + "222"))


def report(
    *,
    at: datetime = MONDAY,
    unit: str = GRID,
    category: str = "public_facilities",
    severity: Severity = Severity.GENERAL,
    reporter: str = "resident",
    staffing: Staffing = STAFFED,
    under: policy.Policy = SECONDS,
) -> Change:
    """Report an ordinary incident."""
    return reporting.report(
        Report(category, severity, Source.RESIDENT, "井盖破损"),
        Arrival(
            incident_id="01KAQQ2T40QW3V5YKJ1F6Q9Z8A",
            case_code="140426-26-7KQ2M-9XD4V",
            unit=unit,
            location=None,
            actor=Actor(reporter, reporter, Role.RESIDENT, unit),
            now=at,
            policy=under,
            staffing=staffing,
        ),
    )


def move(
    incident: Incident,
    action: Action,
    by: Caller,
    *,
    at: datetime = MONDAY,
    staffing: Staffing = STAFFED,
    under: policy.Policy = SECONDS,
    reason: str | None = "理由",
    done: str | None = "修好了",
    joined: Follows = Follows.NO,
    other: Incident | None = None,
    tasks: tuple[Incident, ...] = (),
    followers: tuple[str, ...] = (),
    words: int = 0,
    place: str | None = None,
    at_the_lead: dict[str, Any] | None = None,
    after_photo: bool = False,
    **said: Any,
) -> Change:
    """Take a step, with a reason and a solution at hand; `said` is what else the command says."""
    facts = Facts(
        by,
        at,
        under,
        staffing,
        joined=joined,
        other=other,
        tasks=tasks,
        followers=followers,
        words=words,
        place=place,
        at_the_lead=at_the_lead or {},
        new_ids=tuple(f"task-{number}" for number, _ in enumerate(said.get("tasks_given", ()), 1)),
        after_photo=after_photo,
    )
    if given := said.pop("tasks_given", None):
        said["tasks"] = given
    return moves.move(incident, Command(action, reason, done, **said), facts)


def converted(
    incident: Incident, into: str = "mediation:m1", by: Caller = OFFICER, *, at: datetime = MONDAY
) -> Incident:
    """Return an incident that is handled as something else."""
    facts = Facts(by, at, SECONDS, STAFFED, actor=Actor(by.person_id, by.name))
    command = Command(Action.CONVERT, "是邻里纠纷")
    return converting.convert(incident, into, command, facts).incident


def taken_back(
    incident: Incident,
    solution: converting.Solution | None = None,
    by: Caller = OFFICER,
    *,
    at: datetime = MONDAY,
) -> Incident:
    """Return an incident that was taken back, as what it became has ended."""
    facts = Facts(by, at, SECONDS, STAFFED, actor=Actor(by.person_id, by.name))
    command = Command(Action.TAKE_BACK, "调解未成")
    return converting.take_back(incident, solution, command, facts).incident


def wake(
    incident: Incident,
    at: datetime | None = None,
    *,
    staffing: Staffing = STAFFED,
    under: policy.Policy = SECONDS,
    joint_with: tuple[Incident, ...] = (),
) -> Change | None:
    """Let the clock look at an incident, by default exactly when it should."""
    now = at or incident.wake_at
    assert now is not None
    return waking.wake(incident, now=now, policy=under, staffing=staffing, joint_with=joint_with)


def woken(incident: Incident, **how: Any) -> Incident:
    """Let the clock act and return what became of the incident."""
    change = wake(incident, **how)
    assert change is not None
    return change.incident


def reported(**how: Any) -> Incident:
    """Return an incident that was just reported."""
    return report(**how).incident


def at_tier(tier: Tier, **how: Any) -> Incident:
    """Return an incident that nobody answered until it came to a tier."""
    incident = reported(**how)
    while incident.tier is not tier:
        incident = woken(incident)
    return incident


SOLVERS = {Tier.VILLAGE: OFFICER, Tier.TOWN: TOWN_OFFICER, Tier.COUNTY: COUNTY_OFFICER}


def resolved(tier: Tier = Tier.VILLAGE, *, by: Caller | None = None, **how: Any) -> Incident:
    """Return an incident whose solution waits to be confirmed."""
    incident = at_tier(tier)
    at = how.pop("at", incident.updated_at)
    return move(incident, Action.RESOLVE, by or SOLVERS[tier], at=at, **how).incident
