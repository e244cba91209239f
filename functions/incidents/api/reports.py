"""Reporting an incident, and what may be the same matter already."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from aws_lambda_powertools.event_handler import Response
from pydantic import ValidationError

from incidents import model, store
from incidents.api.base import API, SIGNED_IN, view
from incidents.model import ReportIncident
from incidents.rules import lifecycle
from incidents.rules.incident import Actor, Incident
from incidents.rules.lifecycle import Report
from incidents.rules.policy import UnknownCategory
from incidents.rules.standing import may_report_at
from incidents.timers import tell_figures
from kernel import clock, ids
from kernel.access import PLACE_STAFF, STAFF, Caller, Post
from kernel.directory import PersonRow
from kernel.dynamo import Key
from kernel.http import Request
from kernel.idempotency import Answered
from kernel.problems import IdempotencyKeyReused, InvalidFields, OutsideYourArea
from kernel.texts import Text
from kernel.units import Level, ancestor, is_place, is_within


def _rows_a_report_needs(request: Request) -> Iterable[Key]:
    yield store.PolicyRow.current()
    with suppress(InvalidFields):
        once = request.once(store.AnswerRow)
        if once:
            yield once.key
    try:
        said = json.loads(request.body)
        unit, on_behalf_of, location = (
            said.get(name) for name in ("unit", "on_behalf_of", "location")
        )
    except (ValueError, AttributeError, RecursionError):
        return
    if isinstance(unit, str) and is_place(unit):
        yield from store.staffing_keys(unit)
    if isinstance(on_behalf_of, str) and re.fullmatch(model.PERSON_ID, on_behalf_of):
        yield PersonRow.key(on_behalf_of)
    if isinstance(location, dict):
        from registry import where_to_look

        # What is wrong with a point is told when the route comes to it.
        with suppress(ValidationError, InvalidFields):
            yield where_to_look(*_cgcs2000(model.ReportedLocation.model_validate(location)))


@API.route(
    "POST",
    "/v1/incidents",
    access=SIGNED_IN,
    answers={201: (Text("已上报", "Reported"), model.IncidentView)},
    problems=[UnknownCategory, OutsideYourArea, IdempotencyKeyReused],
    summary=Text("上报事件", "Report an incident"),
    description=Text(
        "按单位或坐标上报；回执说明下一步、期限和办理层级。可带 Idempotency-Key，断网重发不会重复。",
        "By unit or by point. The receipt says what happens next, by when and at which tier. Send an Idempotency-Key: a report sent "
        "again after a lost connection is not doubled.",
    ),
    beforehand=_rows_a_report_needs,
)
def report_incident(body: ReportIncident) -> Response[Any]:
    """Open an incident."""
    request = API.request
    unit, location = place_of(body.unit, body.location)
    request.allow(may_report_at(request.person, unit), OutsideYourArea)
    once = request.once(store.AnswerRow)
    staff_keys = store.staffing_keys(unit)
    policy_row, *rows = request.recall(
        [store.PolicyRow.current(), *staff_keys, *([once.key] if once else [])]
    )
    replayed = once.replay(rows[-1]) if once else None
    if replayed:
        return API.replayed(replayed)
    units = rows[: len(staff_keys)]
    if units[-1] is None:
        raise InvalidFields.one("unit", Text("没有这个单位。", "There is no such unit."))
    now, caller = clock.now(), request.person
    _refuse_wrong_beneficiary(request, body.on_behalf_of)
    policy = store.policy_in_force(policy_row).policy
    change = lifecycle.report(
        Report(
            unit,
            body.category,
            body.severity,
            body.source,
            body.description,
            caller.person_id,
            body.on_behalf_of,
            body.client_ref,
            location,
        ),
        incident_id=ids.new_id(now),
        case_code=ids.new_case_code(store.COUNTY, now),
        actor=_actor(caller, caller.post_over(unit, PLACE_STAFF) or _nearest_post(caller, unit)),
        now=now,
        policy=policy,
        staffing=store.staffing_of(unit, units),
    )

    def answer(incident: Incident) -> Answered:
        return Answered(
            201,
            json.dumps(view(incident), ensure_ascii=False, separators=(",", ":")),
        )

    outcome = store.open_incident(change, once, answer)
    if outcome.incident is None:
        return API.replayed(outcome.answered)
    tell_figures(outcome.entries)
    headers = {"Location": f"/v1/incidents/{outcome.incident.id}"}
    return API.answer(201, outcome.answered.body, version=outcome.incident.version, headers=headers)


def place_of(
    unit: str | None, point: model.ReportedLocation | None
) -> tuple[str, dict[str, Any] | None]:
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

    lat, lon = _cgcs2000(point)
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


def _cgcs2000(location: model.ReportedLocation) -> tuple[float, float]:
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
