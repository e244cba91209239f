"""Receiving a report: where it is about, whether the caller may report there, what is written; the one way an incident comes in.

A route hands over its request and what the client says; what it does beyond a plain report it adds with `also`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple, cast

from pydantic import ValidationError

from escalation.rules.clocked import Staffing
from escalation.store.rows import COUNTY
from escalation.store.staffing import staffing_keys, staffing_of
from incidents.model.fields import PERSON_ID, ReportedLocation
from incidents.model.requests import ReportIncident
from incidents.rules import lifecycle
from incidents.rules.incident import Change, Incident
from incidents.rules.lifecycle import Report
from incidents.rules.policy import Policy
from incidents.rules.standing import may_report_at, near_post
from incidents.service.metrics import record_metrics
from incidents.service.read_incident import view_of
from incidents.store.changes import Outcome, open_incident
from incidents.store.policies import policy_in_force
from incidents.store.rows import AnswerRow, PolicyRow
from kernel import clock, ids
from kernel.access import PLACE_STAFF, STAFF, Caller, Post
from kernel.actors import Actor
from kernel.directory import PersonRow
from kernel.http import Request, to_json
from kernel.problems import InvalidFields, OutsideYourArea
from kernel.storage.idempotency import Answered
from kernel.storage.rows import Key, Write
from kernel.texts import Text
from kernel.units import is_place, is_within


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
    *,
    also: Callable[[Change, Circumstances], Also] | None = None,
    answer: Callable[[Incident, Policy], Answered] | None = None,
) -> Outcome:
    """Open an incident as reported, once.

    Parameters
    ----------
    also
        What follows from the report in the same transaction. It may raise a refusal; nothing is written then.
    answer
        What the request is answered, now and whenever it comes again under its key; by default the incident as its reporter sees it.

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
    unit, location = place_of(said.unit, said.location)
    request.allow(may_report_at(request.person, unit), OutsideYourArea)
    once = request.once(AnswerRow)
    staff_keys = staffing_keys(unit)
    policy_row, *rows = request.recall(
        [PolicyRow.current(), *staff_keys, *([once.key] if once else [])]
    )
    replayed = once.replay(rows[-1]) if once else None
    if replayed:
        return Outcome(None, (), replayed)
    units = rows[: len(staff_keys)]
    if units[-1] is None:
        raise InvalidFields.one("unit", Text("没有这个单位。", "There is no such unit."))
    now, caller = clock.now(), request.person
    _refuse_wrong_beneficiary(request, said.on_behalf_of)
    policy = policy_in_force(policy_row).policy
    staffing = staffing_of(unit, units)
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
            said.done_at,
        ),
        incident_id=ids.new_id(now),
        case_code=ids.new_case_code(COUNTY, now),
        actor=_actor(caller, caller.post_over(unit, PLACE_STAFF) or near_post(caller, unit)),
        now=now,
        policy=policy,
        staffing=staffing,
    )
    more = also(change, Circumstances(now, policy, staffing)) if also else Also(change)

    def told(incident: Incident) -> Answered:
        if answer is not None:
            return answer(incident, policy)
        view = view_of(request, incident, policy)
        return Answered(201, to_json(view))

    outcome = open_incident(more.change, once, told, more.writes)
    record_metrics(outcome.entries)
    return outcome


def rows_needed(request: Request, said: Any) -> Iterable[Key]:
    """Give the rows that `receive` will ask for, as far as an unchecked body tells, so that they are read with the caller."""
    yield PolicyRow.current()
    with suppress(InvalidFields):
        once = request.once(AnswerRow)
        if once:
            yield once.key
    if not isinstance(said, Mapping):
        return
    unit, on_behalf_of, location = (
        cast("Any", said.get(name))  # pyright: ignore[reportUnknownMemberType]
        for name in ("unit", "on_behalf_of", "location")
    )
    if isinstance(unit, str) and is_place(unit):
        yield from staffing_keys(unit)
    if isinstance(on_behalf_of, str) and re.fullmatch(PERSON_ID, on_behalf_of):
        yield PersonRow.key(on_behalf_of)
    if isinstance(location, dict):
        from registry import where_to_look

        # What is wrong with a point is told when the route comes to it.
        with suppress(ValidationError, InvalidFields):
            yield where_to_look(*cgcs2000(ReportedLocation.model_validate(location)))


def cgcs2000(location: ReportedLocation) -> tuple[float, float]:
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


def place_of(unit: str | None, point: ReportedLocation | None) -> tuple[str, dict[str, Any] | None]:
    """Return the unit a report is about, the grid of its point if it has one, and the point in CGCS2000.

    Raises
    ------
    InvalidFields
        The point is outside the range of its reference system, or not in the unit that is named with it.
    OutsideEveryGrid
        The point is in no grid.
    """
    if point is None:
        assert unit is not None
        return unit, None
    from registry import find_grid

    lat, lon = cgcs2000(point)
    grid = find_grid(lat, lon)
    if unit is not None and not is_within(grid, unit):
        raise InvalidFields.one(
            "location",
            Text(
                f"该位置属于网格 {grid}，不在 {unit} 内。",
                f"This point lies in grid {grid}, not in {unit}.",
            ),
        )
    location = {
        "lat": round(lat, 7),
        "lon": round(lon, 7),
        "crs": "cgcs2000",
        "given": {"lat": point.lat, "lon": point.lon, "crs": point.crs},
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


def _actor(caller: Caller, post: Post | None) -> Actor:
    return Actor(
        caller.person_id, caller.name, post.role if post else None, post.unit if post else None
    )
