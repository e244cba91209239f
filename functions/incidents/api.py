"""Routes of the incidents: report, follow, move; the policy they run under."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Annotated, Any, cast

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import ValidationError

from incidents import model, store
from incidents.model import MoveIncident, PolicyDocument, ReportIncident
from incidents.rules import lifecycle
from incidents.rules.incident import Actor, Change, Incident
from incidents.rules.lifecycle import Deed, Report
from incidents.rules.policy import Policy, UnknownCategory
from incidents.rules.states import (
    Action,
    ConfirmationNotYetYours,
    HandlerMayNotConfirm,
    IllegalMove,
    ReasonMissing,
    Status,
)
from incidents.timers import tell_figures
from kernel import clock, ids, paging
from kernel.access import (
    ALL_ROLES,
    OFFICERS,
    PLACE_STAFF,
    PUBLIC,
    STAFF,
    Access,
    Caller,
    Post,
    Role,
)
from kernel.directory import PersonRow
from kernel.dynamo import Filter, Key
from kernel.http import Api, Request, refuse_stale
from kernel.idempotency import Answered
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotFound,
    OutsideYourArea,
    StaleVersion,
    TooManyRequests,
)
from kernel.texts import Text
from kernel.units import Level, Tier, ancestor, is_code, is_within

API = Api("incidents")

_SIGNED_IN = Access(ALL_ROLES)

Limit = Annotated[int, Query(ge=1, le=paging.MAX_LIMIT, description="Rows a page / 每页条数")]
IncidentId = Annotated[
    str, Path(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$", examples=["01M8323B80ZASBGN3Q5V2DNX65"])
]
Cursor = Annotated[
    str | None,
    Query(
        max_length=2000, description="From `next_cursor` of the page before / 上一页的 next_cursor"
    ),
]


def _rows_for_this_report(request: Request) -> Iterable[Key]:
    try:
        said: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        said = None
    return rows_a_report_needs(request, said)


def rows_a_report_needs(request: Request, said: Any) -> Iterable[Key]:
    """Give the rows that `report` will ask for, as far as an unchecked body tells."""
    yield store.PolicyRow.current()
    with suppress(InvalidFields):
        once = request.once(store.AnswerRow)
        if once:
            yield once.key
    if not isinstance(said, Mapping):
        return
    unit, on_behalf_of, location = (
        cast("Any", said.get(name))  # pyright: ignore[reportUnknownMemberType]
        for name in ("unit", "on_behalf_of", "location")
    )
    if isinstance(unit, str) and is_code(unit):
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
    access=_SIGNED_IN,
    answers={201: (Text("已上报", "Reported"), model.IncidentView)},
    problems=[UnknownCategory, OutsideYourArea, IdempotencyKeyReused],
    summary=Text("上报事件", "Report an incident"),
    description=Text(
        "按单位或坐标上报；回执说明下一步、期限和办理层级。可带 Idempotency-Key，断网重发不会重复。",
        "By unit or by point. The receipt says what happens next, by when and at which tier. Send an Idempotency-Key: a report sent "
        "again after a lost connection is not doubled.",
    ),
    beforehand=_rows_for_this_report,
)
def report_incident(body: ReportIncident) -> Response[Any]:
    """Open an incident."""
    request = API.request

    def answer(incident: Incident, policy: Policy) -> Answered:
        view = _view(incident, request.person, policy)
        return Answered(201, json.dumps(view, ensure_ascii=False, separators=(",", ":")))

    outcome = report(request, body, answer)
    if outcome.incident is None:
        return API.replayed(outcome.answered)
    headers = {"Location": f"/v1/incidents/{outcome.incident.id}"}
    return API.answer(201, outcome.answered.body, version=outcome.incident.version, headers=headers)


def report(
    request: Request, body: ReportIncident, answer: Callable[[Incident, Policy], Answered]
) -> store.Outcome:
    """Open an incident for the caller of a request, of whichever `Api` it came to.

    Parameters
    ----------
    answer
        What the request is answered, and is answered again should it come again under its `Idempotency-Key`.

    Returns
    -------
    Outcome
        `incident` is None when an earlier answer was given again.
    """
    unit, location = _place(body)
    request.allow(_may_report(request.person, unit), OutsideYourArea)
    once = request.once(store.AnswerRow)
    staff_keys = store.staffing_keys(unit)
    policy_row, *rows = request.recall(
        [store.PolicyRow.current(), *staff_keys, *([once.key] if once else [])]
    )
    replayed = once.replay(rows[-1]) if once else None
    if replayed:
        return store.Outcome(None, (), replayed)
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
    outcome = store.open_incident(change, once, lambda incident: answer(incident, policy))
    if outcome.incident is not None:
        tell_figures(outcome.entries)
    return outcome


@API.route(
    "GET",
    "/v1/incidents",
    access=_SIGNED_IN,
    answers={200: (Text("一页事件", "A page of incidents"), model.IncidentList)},
    problems=[OutsideYourArea],
    summary=Text("查询事件", "List incidents"),
    description=Text(
        "unit 为辖区（含下级），缺省为本人岗位辖区（负责多个网格的为其全部网格）；居民只见本人上报。筛选后一页可能不足 limit 条，有 next_cursor 即可继续。",
        "`unit` is an area with everything below it; by default the area of your own post; residents see their own reports. A filtered "
        "page may hold fewer than `limit` items: go on while there is a `next_cursor`.",
    ),
)
def list_incidents(
    unit: Annotated[str | None, Query(max_length=15, pattern=r"^\d+$")] = None,
    status: Annotated[Status | None, Query()] = None,
    tier: Annotated[Tier | None, Query()] = None,
    category: Annotated[str | None, Query(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")] = None,
    overdue: Annotated[
        bool | None, Query(description="Only those past their limit / 仅逾期")
    ] = None,
    mine: Annotated[bool | None, Query(description="Only what I reported / 仅本人上报")] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List incidents of an area, or the caller's own."""
    request = API.request
    now = clock.iso(clock.now())
    only: dict[str, Filter] = {}
    for name, value in (("status", status), ("tier", tier), ("category", category)):
        if value is not None:
            only[name] = str(value)
    due_before = now if overdue else None
    areas = [] if mine else ([_code(unit)] if unit else _own_areas(request.person))
    if areas:
        for area in areas:
            request.within(area, PLACE_STAFF)
        if len({ancestor(area, Level.VILLAGE) or area for area in areas}) > 1:
            raise _name_the_unit(areas)
        listing = store.area_listing(areas, only, due_before)
    else:
        request.allow(proven=True)
        if unit:
            only["unit"] = ("begins_with", _code(unit))
        listing = store.own_listing(request.person.person_id, only, due_before)
    return _lines(listing, limit, cursor, now)


@API.route(
    "GET",
    "/v1/incidents/queue",
    access=Access(PLACE_STAFF),
    answers={
        200: (
            Text("待办，先到期者在前", "What the unit must act on, what is due first on top"),
            model.IncidentList,
        )
    },
    problems=[OutsideYourArea],
    summary=Text("单位待办", "Work queue of a unit"),
)
def list_queue(
    unit: Annotated[str | None, Query(max_length=15, pattern=r"^\d+$")] = None,
    overdue: Annotated[
        bool | None, Query(description="Only those past their limit / 仅逾期")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what a unit must act on, ordered by due time."""
    request = API.request
    areas = [_code(unit)] if unit else _own_areas(request.person)
    if len(areas) != 1:
        raise _name_the_unit(areas)
    request.within(areas[0], PLACE_STAFF)
    now = clock.iso(clock.now())
    return _lines(store.queue_listing(areas[0], now if overdue else None), limit, cursor, now)


@API.route(
    "GET",
    "/v1/incidents/{incident_id}",
    access=_SIGNED_IN,
    answers={200: (Text("事件", "The incident"), model.IncidentView)},
    problems=[NotFound],
    summary=Text("查看事件", "Read an incident"),
)
def get_incident(incident_id: IncidentId) -> Response[Any]:
    """Read an incident."""
    incident = _readable(incident_id)
    policy = store.policy_of(incident)
    return API.answer(200, _view(incident, API.request.person, policy), version=incident.version)


@API.route(
    "GET",
    "/v1/incidents/{incident_id}/timeline",
    access=_SIGNED_IN,
    answers={200: (Text("全过程", "Every step, oldest first"), model.Timeline)},
    problems=[NotFound],
    summary=Text("查看全过程", "Read the timeline"),
)
def get_timeline(
    incident_id: IncidentId, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of an incident; residents see roles, not names."""
    incident = _readable(incident_id)
    request = API.request
    names = lifecycle.sees_names(incident, request.person)
    rows, next_cursor = store.timeline_page(incident_id, limit, cursor)
    items = [model.step_view(row, language=request.language, names=names) for row in rows]
    return API.answer(200, {"items": items, "next_cursor": next_cursor})


@API.route(
    "POST",
    "/v1/incidents/{incident_id}/transitions",
    access=_SIGNED_IN,
    answers={200: (Text("办理后的事件", "The incident after the move"), model.IncidentView)},
    problems=[
        NotFound,
        IllegalMove,
        ReasonMissing,
        HandlerMayNotConfirm,
        ConfirmationNotYetYours,
        StaleVersion,
        IdempotencyKeyReused,
        store.SomebodyWasFaster,
    ],
    summary=Text("办理事件", "Move an incident"),
    description=Text(
        "accept 受理，resolve 处置完成（done 说明），escalate 上报（reason），confirm 核查确认，reject 退回重办（reason），cancel 撤销（reason）。",
        "accept, resolve (say what was `done`), escalate (`reason`), confirm, reject (`reason`), cancel (`reason`). With If-Match the "
        "move is made only on the version you saw.",
    ),
)
def move_incident(incident_id: IncidentId, body: MoveIncident) -> Response[Any]:
    """Move an incident along the state table."""
    request = API.request
    incident = _readable(incident_id)
    caller, expected = request.person, request.expected_version
    once = request.once(store.AnswerRow)
    if once:
        replayed = once.replay(request.recall([once.key])[0])
        if replayed:
            return API.replayed(replayed)
    policy = store.policy_of(incident)
    deed = Deed(body.action, body.reason, body.done, tuple(body.evidence))

    def decide(present: Incident) -> Change:
        refuse_stale(expected, present.version)
        return lifecycle.move(
            present,
            deed,
            caller=caller,
            now=clock.now(),
            policy=policy,
            staffing=store.staffing_around(present),
        )

    def answer(after: Incident) -> Answered:
        return Answered(
            200, json.dumps(_view(after, caller, policy), ensure_ascii=False, separators=(",", ":"))
        )

    outcome = store.change_incident(incident_id, decide, once=once, answer=answer, seen=incident)
    if outcome is None:
        raise NotFound
    if outcome.incident is None:
        return API.replayed(outcome.answered)
    tell_figures(outcome.entries)
    return API.answer(200, outcome.answered.body, version=outcome.incident.version)


@API.route(
    "GET",
    "/v1/track/{case_code}",
    access=PUBLIC,
    answers={200: (Text("办理进度", "Where the case stands"), model.TrackView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("凭事件编号查进度", "Follow a case by its code"),
    description=Text("无需登录，不含任何个人信息。", "Without login; no person in it."),
)
def track_case(case_code: str) -> Response[Any]:
    """Follow a case without login."""
    request = API.request
    # Sixteen bits of a digest tell visitors of one minute apart well enough, and nobody can find the address again.
    visitor = hashlib.sha256(request.source_ip.encode()).hexdigest()[:4]
    if not store.may_track(visitor, clock.now()):
        raise TooManyRequests(retry_after=60)
    tidy = ids.tidy_case_code(case_code)
    incident = store.find_by_case_code(tidy) if tidy else None
    if incident is None:
        raise NotFound(
            Text("没有此事件编号，请核对。", "There is no case of this code; please check it.")
        )
    rows = store.last_steps(incident.id, paging.MAX_LIMIT)
    return API.answer(
        200,
        model.track_view(
            incident, rows, language=request.language, policy=store.policy_of(incident)
        ),
    )


@API.route(
    "GET",
    "/v1/categories",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("类别目录", "The categories to report under"), model.CategoryList)},
    summary=Text("事件类别", "Categories"),
)
def list_categories() -> Response[Any]:
    """List the categories of the policy in force."""
    policy = store.current_policy().policy
    items = [
        {
            "code": category.code,
            "name": category.name.say(API.request.language),
            "start_tier": str(category.start_tier),
        }
        for category in policy.categories.values()
    ]
    return API.answer(200, {"policy_version": policy.version, "items": items})


@API.route(
    "GET",
    "/v1/policies",
    access=Access(OFFICERS, scoped=False),
    answers={200: (Text("现行时限规则", "The policy in force"), model.PolicyView)},
    problems=[NotFound],
    summary=Text("查看时限规则", "Read the policy"),
)
def get_policy(version: Annotated[int | None, Query(ge=0, le=999_999)] = None) -> Response[Any]:
    """Read the policy in force, or an earlier version."""
    try:
        kept = store.current_policy() if version is None else store.policy_version(version)
    except LookupError:
        raise NotFound from None
    return API.answer(200, _policy_view(kept), version=kept.policy.version)


@API.route(
    "PUT",
    "/v1/policies",
    access=Access(frozenset({Role.COUNTY_ADMIN}), scoped=False),
    answers={
        200: (Text("新版时限规则", "The new version, in force from now on"), model.PolicyView)
    },
    problems=[StaleVersion],
    summary=Text("设定时限规则", "Set the policy"),
    description=Text(
        "存为新版本；已上报的事件仍按原版本。带 If-Match 可防覆盖他人修改。",
        "Kept as the next version; incidents reported before keep theirs. With If-Match nobody's change is overwritten.",
    ),
)
def put_policy(body: PolicyDocument) -> Response[Any]:
    """Set a new version of the policy."""
    request = API.request
    row = store.read([store.PolicyRow.current()], consistent=True)[0]
    seen = int(row.version) if row else 0
    refuse_stale(request.expected_version, seen)
    kept = store.set_policy(
        body.model_dump(mode="json", exclude_none=True),
        seen=seen,
        set_by=request.person.person_id,
        at=clock.now(),
    )
    return API.answer(200, _policy_view(kept), version=kept.policy.version)


def _place(body: ReportIncident) -> tuple[str, dict[str, Any] | None]:
    """Return the unit a report is about, and its point in CGCS2000."""
    if body.location is None:
        assert body.unit is not None
        return body.unit, None
    from registry import find_grid

    lat, lon = _cgcs2000(body.location)
    grid = find_grid(lat, lon)
    if body.unit is not None and not is_within(grid, body.unit):
        raise InvalidFields.one(
            "location",
            Text(
                f"该位置属于网格 {grid}，不在 {body.unit} 内。",
                f"This point lies in grid {grid}, not in {body.unit}.",
            ),
        )
    location = {
        "lat": round(lat, 7),
        "lon": round(lon, 7),
        "crs": "cgcs2000",
        "given": {"lat": body.location.lat, "lon": body.location.lon, "crs": body.location.crs},
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


def _own_areas(caller: Caller) -> list[str]:
    """Return the widest units of the caller's staff posts; several when the posts are at units side by side."""
    units = {post.unit for post in caller.posts if post.role in PLACE_STAFF}
    widest = min(map(len, units), default=0)
    return sorted(unit for unit in units if len(unit) == widest)


def _name_the_unit(areas: Sequence[str]) -> InvalidFields:
    refusal = InvalidFields.one(
        "unit",
        Text(
            "您在多个单位任职，请指定其中一个。",
            "You hold posts at several units: name one of them.",
        ),
    )
    refusal.more["units"] = list(areas)
    return refusal


def _code(text: str) -> str:
    if not is_code(text):
        raise InvalidFields.one(
            "unit",
            Text(
                "须为 6、9、12 或 15 位单位代码。", "Must be a unit code of 6, 9, 12 or 15 digits."
            ),
        )
    return text


def _readable(incident_id: str) -> Incident:
    incident = store.load(incident_id)
    request = API.request
    # Who may not see it learns nothing, not even that it is there.
    if incident is None or not lifecycle.may_read(incident, request.person):
        raise NotFound(Text("没有找到该事件。", "There is no such incident."))
    request.allow(proven=True)
    return incident


def _actor(caller: Caller, post: Post | None) -> Actor:
    return Actor(
        caller.person_id, caller.name, post.role if post else None, post.unit if post else None
    )


def _view(incident: Incident, caller: Caller, policy: Any) -> dict[str, Any]:
    actions: list[Action] = lifecycle.actions_of(incident, caller)
    return model.incident_view(
        incident,
        language=API.request.language,
        now=clock.now(),
        policy=policy,
        actions=actions,
    )


def _lines(listing: store.Listing, limit: int, cursor: str | None, now: str) -> Response[Any]:
    items, next_cursor = store.list_page(listing, limit, cursor)
    return API.answer(
        200,
        {"items": [model.incident_line(item, now) for item in items], "next_cursor": next_cursor},
    )


def _policy_view(kept: store.PolicyInForce) -> dict[str, Any]:
    return {
        "version": kept.policy.version,
        "set_by": kept.set_by,
        "set_at": model.local(kept.set_at) if kept.set_at else None,
        "policy": dict(kept.document),
    }
