"""Receiving a report: where it is about, whether the caller may report there, what is written; the one way an incident comes in.

A route hands over its request and what the client says; what it does beyond a plain report it adds with `also`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from incidents import model, store
from incidents.model import ReportIncident
from incidents.rules import lifecycle
from incidents.rules.incident import Actor, Change, Incident, Staffing
from incidents.rules.lifecycle import Report
from incidents.rules.policy import Policy
from incidents.store import Outcome
from incidents.timers import tell_figures
from kernel import clock, ids
from kernel.access import PLACE_STAFF, STAFF, Caller, Post
from kernel.directory import PersonRow
from kernel.dynamo import Write
from kernel.http import Request
from kernel.idempotency import Answered
from kernel.problems import InvalidFields, OutsideYourArea
from kernel.texts import Text
from kernel.units import Level, ancestor, is_within


class Circumstances(NamedTuple):
    """What a report was decided on."""

    now: datetime
    policy: Policy
    staffing: Staffing


class Also(NamedTuple):
    """What a report leads to at once: the incident further on, and rows that are written in the same transaction."""

    change: Change
    writes: Sequence[Write] = ()


def receive(
    request: Request,
    said: ReportIncident,
    also: Callable[[Change, Circumstances], Also] | None = None,
) -> Outcome:
    """Open an incident as reported, once.

    Parameters
    ----------
    also
        What follows from the report in the same transaction. It may raise a refusal; nothing is written then.

    Returns
    -------
    Outcome
        Without incident when the request's key was answered before.

    Raises
    ------
    OutsideYourArea, InvalidFields, UnknownCategory, IdempotencyKeyReused
        The report cannot be taken.
    ConditionFailed
        A row of `also` has changed since it was read: decide anew.
    """
    unit, location = _place(said)
    request.allow(_may_report(request.person, unit), OutsideYourArea)
    once = request.once(store.AnswerRow)
    staff_keys = store.staffing_keys(unit)
    policy_row, *rows = request.recall(
        [store.PolicyRow.current(), *staff_keys, *([once.key] if once else [])]
    )
    replayed = once.replay(rows[-1]) if once else None
    if replayed:
        return Outcome(None, (), replayed)
    units = rows[: len(staff_keys)]
    if units[-1] is None:
        raise InvalidFields.one("unit", Text("没有这个单位。", "There is no such unit."))
    now, caller = clock.now(), request.person
    _refuse_wrong_beneficiary(request, said.on_behalf_of)
    policy = store.policy_in_force(policy_row).policy
    staffing = store.staffing_of(unit, units)
    change = lifecycle.report(
        Report(
            unit,
            said.category,
            said.severity,
            said.source,
            said.description,
            caller.person_id,
            said.on_behalf_of,
            said.client_ref,
            location,
        ),
        incident_id=ids.new_id(now),
        case_code=ids.new_case_code(store.COUNTY, now),
        actor=_actor(caller, caller.post_over(unit, PLACE_STAFF) or _nearest_post(caller, unit)),
        now=now,
        policy=policy,
        staffing=staffing,
    )
    more = also(change, Circumstances(now, policy, staffing)) if also else Also(change)

    def answer(incident: Incident) -> Answered:
        view = view_of(request, incident, policy)
        return Answered(201, json.dumps(view, ensure_ascii=False, separators=(",", ":")))

    outcome = store.open_incident(more.change, once, answer, more.writes)
    tell_figures(outcome.entries)
    return outcome


def view_of(request: Request, incident: Incident, policy: Policy) -> dict[str, Any]:
    """Return an incident as the caller of `request` is answered it."""
    return model.incident_view(
        incident,
        language=request.language,
        now=clock.now(),
        policy=policy,
        actions=lifecycle.actions_of(incident, request.person),
    )


def cgcs2000(location: model.ReportedLocation) -> tuple[float, float]:
    """Return latitude and longitude of a reported point in CGCS2000, in degrees.

    Raises
    ------
    InvalidFields
        The point is outside the range of its reference system.
    """
    from kernel.geo import Crs, GeometryError, to_cgcs2000

    try:
        return to_cgcs2000(location.lat, location.lon, Crs(location.crs))
    except GeometryError as fault:
        raise InvalidFields.one(
            "location",
            Text(
                "该坐标不在所用坐标系的适用范围内。",
                "This point is outside the range of its reference system.",
            ),
        ) from fault


def _place(said: ReportIncident) -> tuple[str, dict[str, Any] | None]:
    """Return the unit a report is about, and its point in CGCS2000."""
    if said.location is None:
        assert said.unit is not None
        return said.unit, None
    from registry import find_grid

    lat, lon = cgcs2000(said.location)
    grid = find_grid(lat, lon)
    if said.unit is not None and not is_within(grid, said.unit):
        raise InvalidFields.one(
            "location",
            Text(
                f"该位置属于网格 {grid}，不在 {said.unit} 内。",
                f"This point lies in grid {grid}, not in {said.unit}.",
            ),
        )
    location = {
        "lat": round(lat, 7),
        "lon": round(lon, 7),
        "crs": "cgcs2000",
        "given": {"lat": said.location.lat, "lon": said.location.lon, "crs": said.location.crs},
    }
    return grid, location


def _refuse_wrong_beneficiary(request: Request, person_id: str | None) -> None:
    """Let staff report on behalf of persons the registry knows; whoever a report is made for may read it."""
    if person_id is None or person_id == request.person.person_id:
        return
    if not request.person.holds(STAFF):
        raise InvalidFields.one(
            "on_behalf_of",
            Text("仅工作人员可代他人上报。", "Only staff may report on behalf of others."),
        )
    if request.recall([PersonRow.key(person_id)])[0] is None:
        raise InvalidFields.one(
            "on_behalf_of", Text("没有登记此人。", "The registry knows no such person.")
        )


def _may_report(caller: Caller, unit: str) -> bool:
    """Tell whether a person may report at a place: anywhere in the area of a post, or in the village of a post below it."""
    areas = [ancestor(post.unit, Level.VILLAGE) or post.unit for post in caller.posts]
    return any(is_within(unit, area) for area in areas)


def _nearest_post(caller: Caller, unit: str) -> Post | None:
    same_village = [
        post
        for post in caller.posts
        if is_within(unit, ancestor(post.unit, Level.VILLAGE) or post.unit)
    ]
    return same_village[0] if same_village else None


def _actor(caller: Caller, post: Post | None) -> Actor:
    return Actor(
        caller.person_id, caller.name, post.role if post else None, post.unit if post else None
    )
