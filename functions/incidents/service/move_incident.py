"""Move an incident along the state table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from incidents.rules import moves, seeing
from incidents.rules.followers import MOST_FOLLOWERS, people_of
from incidents.rules.incident import Follows, Incident
from incidents.rules.policy import Policy
from incidents.rules.states import Action, Status
from incidents.rules.steps import Command, Facts
from incidents.rules.transfers import moves_the_place
from incidents.rules.words import MOST_WORDS
from incidents.service.keep_change import keep_change
from incidents.service.metrics import record_metrics
from incidents.service.see_incident import IncidentSeen, no_such_incident, require_readable, see
from incidents.store import incidents
from incidents.store.changes import every_entry
from incidents.store.policies import policy_of
from incidents.store.staffing import staffing_around
from kernel import clock, ids
from kernel.access import Caller
from kernel.directory import find_units, refuse_closed
from kernel.problems import InvalidFields, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from kernel.units import is_within


def move_incident(
    work: UnitOfWork, asking: Scope, incident_id: str, command: Command, expected: Versions
) -> IncidentSeen:
    """Move an incident along the state table."""
    caller = asking.person
    incident, joined = _movable(work, asking, incident_id, command.action)
    policy = policy_of(incident)
    _refuse_unknown_units(command)
    refuse_stale(expected, incident.version)
    facts = _facts(work, caller, incident, command, policy, joined=joined)
    kept = keep_change(work, moves.move(incident, command, facts))
    work.afterwards(lambda: record_metrics(every_entry(kept)))
    follows = _follows_after(command.action, facts)
    rated = command.action is Action.RATE
    return see(caller, kept.incident, policy, joined=follows, rated=rated)


def _follows_after(action: Action, facts: Facts) -> Follows:
    """Return whether the caller is one of the further reporters once a step is done."""
    if action is Action.JOIN:
        return Follows.JOINED
    if action is Action.LEAVE:
        mine = facts.at_the_lead.get(facts.caller.person_id, {})
        return Follows.BROUGHT if mine.get("from") else Follows.NO
    return facts.joined


def _movable(
    work: UnitOfWork, asking: Scope, incident_id: str, action: Action
) -> tuple[Incident, Follows]:
    """Return the incident an action is taken on, and whether the caller is one of its further reporters."""
    caller = asking.person
    incident, joined = incidents.find_with_reporter(work, incident_id, caller.person_id)
    if action is Action.JOIN:
        if incident is None or not seeing.may_join(
            incident, caller, policy_of(incident), joined=joined
        ):
            raise no_such_incident()
        asking.allow(proven=True)
        return incident, joined
    incident, joined = require_readable(asking, incident, joined)
    if action is Action.RATE and incident.status is Status.MERGED and incident.merged_into:
        # Whoever reported it rates the result of what it follows.
        lead, joined = incidents.find_with_reporter(work, incident.merged_into, caller.person_id)
        assert lead is not None, "what is merged follows something"
        return lead, joined
    return incident, joined


def _facts(
    work: UnitOfWork,
    caller: Caller,
    incident: Incident,
    command: Command,
    policy: Policy,
    *,
    joined: Follows,
) -> Facts:
    """Gather the facts that this step needs, and no others."""
    now = clock.now()
    other: Incident | None = None
    tasks: tuple[Incident, ...] = ()
    followers: list[str] = []
    new_ids: list[str] = []
    words = 0
    at_the_lead: Mapping[str, Mapping[str, Any]] = {}
    match command.action:
        case Action.MERGE | Action.SEPARATE:
            other = _lead(work, caller, incident, command)
            followers = incidents.reporters_of(incident.id, MOST_FOLLOWERS + 1)
            if other:
                # More than these are brought afterwards.
                at_once = followers if len(followers) <= MOST_FOLLOWERS else ()
                people = people_of(incident, at_once)
                at_the_lead = incidents.find_followed_by(work, other.id, people)
        case Action.LEAVE:
            at_the_lead = incidents.find_followed_by(work, incident.id, [caller.person_id])
        case Action.ADD:
            words = incidents.words_of(incident.id, caller.person_id, MOST_WORDS)
        case Action.ACCEPT | Action.ORDER | Action.ANSWER:
            pass
        case _ if incident.is_task:
            other, *others = incidents.find_joint_with(work, incident)
            tasks = tuple(others)
        case Action.RECALL:
            tasks = incidents.find_all(work, incident.tasks)
        case Action.WHISTLE:
            new_ids = [ids.new_id(now) for _ in command.tasks]
        case _:
            pass
    units = _units_named(command)
    place = _grid_of_its_point(incident, units)
    return Facts(
        caller,
        now,
        policy,
        staffing_around(incident, *([place] if place else []), *units),
        joined=joined,
        other=other,
        tasks=tasks,
        followers=tuple(followers),
        at_the_lead=at_the_lead,
        words=words,
        place=place,
        new_ids=tuple(new_ids),
        after_photo=_has_after_photo(incident, command, policy),
    )


def _grid_of_its_point(incident: Incident, units: list[str]) -> str | None:
    """Return the grid its point lies in, if it is about to be given to another village, which that grid belongs to."""
    to = next((unit for unit in units if moves_the_place(incident, unit)), None)
    if to is None or not incident.location:
        return None
    from registry import OutsideEveryGrid, find_grid

    try:
        grid = find_grid(incident.location["lat"], incident.location["lon"])
    except OutsideEveryGrid:
        return None
    return grid if is_within(grid, to) else None


def _lead(
    work: UnitOfWork, caller: Caller, incident: Incident, command: Command
) -> Incident | None:
    """Return the incident to separate from, or the one to merge into if the caller may know of it."""
    if command.action is Action.SEPARATE:
        return incidents.find(work, incident.merged_into) if incident.merged_into else None
    if command.into is None:
        return None
    lead, joined = incidents.find_with_reporter(work, command.into, caller.person_id)
    return lead if lead and seeing.may_read(lead, caller, joined=joined) else None


def _has_after_photo(incident: Incident, command: Command, policy: Policy) -> bool:
    """Look for the photo of a solution where the category asks for one, taken since the owner got it or it was last sent back."""
    if command.action is not Action.RESOLVE or not policy.category(incident.category).after_photo:
        return False
    from incidents.media import has_after_photo

    return has_after_photo(incident.id, _since(incident))


def _since(incident: Incident) -> datetime:
    sent_back = incident.rejections or incident.round
    since = incident.clock_started_at if sent_back else incident.held_since
    return since or incident.created_at


def _units_named(command: Command) -> list[str]:
    """Return the units a step is about to give the incident, or parts of it, to."""
    if command.action is Action.ASSIGN and command.unit:
        return [command.unit]
    return [task.unit for task in command.tasks] if command.action is Action.WHISTLE else []


def _refuse_unknown_units(command: Command) -> None:
    named = [*([command.unit] if command.unit else []), *(task.unit for task in command.tasks)]
    if not named:
        return
    known = find_units(named)
    missing = [unit for unit in named if unit not in known]
    if missing:
        field = "unit" if command.unit in missing else "tasks"
        raise InvalidFields.one(
            field,
            Text(f"没有这个单位：{missing[0]}。", f"There is no such unit: {missing[0]}."),
        )
    refuse_closed(known.values(), clock.today())
