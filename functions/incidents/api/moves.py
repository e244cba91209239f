"""Moving an incident along the state table: one route for every step, whoever takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import Response

from incidents.api.base import API, SIGNED_IN, IncidentId, view
from incidents.model.answers import IncidentView
from incidents.model.requests import MoveIncident
from incidents.rules import lifecycle, standing
from incidents.rules.duplicates import MOST_FOLLOWERS, AlreadyFollowing, NotMergeable, people_of
from incidents.rules.incident import Change, Incident
from incidents.rules.pauses import AskedTooLate, AskedTooOften
from incidents.rules.policy import Policy
from incidents.rules.ratings import AlreadyRated, RatedTooLate
from incidents.rules.standing import AskerMayNotDecide
from incidents.rules.states import (
    Action,
    ConfirmationNotYetYours,
    HandlerMayNotConfirm,
    IllegalMove,
    ReasonMissing,
    Status,
)
from incidents.rules.steps import Command, Facts
from incidents.rules.transfers import (
    DutyNotTransferable,
    FinallyAssigned,
    NotAGridItem,
    ReturnTooLate,
)
from incidents.service.metrics import record_metrics
from incidents.service.read_incident import no_such_incident, readable
from incidents.store import incidents
from incidents.store.changes import change_incident
from incidents.store.policies import policy_of
from incidents.store.rows import AnswerRow
from incidents.store.staffing import staffing_around
from kernel import clock, ids
from kernel.directory import find_units
from kernel.http import Called, refuse_stale, to_json
from kernel.problems import IdempotencyKeyReused, InvalidFields, NotFound, StaleVersion
from kernel.storage.idempotency import Answered
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/incidents/{incident_id}/transitions",
    access=SIGNED_IN,
    answers={200: (Text("办理后的事件", "The incident after the move"), IncidentView)},
    problems=[
        NotFound,
        IllegalMove,
        ReasonMissing,
        HandlerMayNotConfirm,
        ConfirmationNotYetYours,
        AskerMayNotDecide,
        FinallyAssigned,
        ReturnTooLate,
        DutyNotTransferable,
        NotAGridItem,
        AskedTooLate,
        AskedTooOften,
        NotMergeable,
        AlreadyFollowing,
        AlreadyRated,
        RatedTooLate,
        lifecycle.AfterPhotoMissing,
        StaleVersion,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("办理事件", "Move an incident"),
    description=Text(
        "accept 受理；resolve 处置完成（done）；escalate 上报（reason）；confirm 核查确认；reject 退回重办（reason）；cancel 撤销（reason）；"
        "return 退回（grounds、reason、建议单位 unit）；assign 派遣（unit、reason、final）；ask_extension 申请延期（reason、limit）；"
        "ask_suspension 申请中止（reason、cause）；approve、deny 审批；resume 恢复；whistle 吹哨（reason、tasks）；recall 撤哨（reason）；"
        "merge 并案（into、reason）；separate 拆案（reason）；join 附议；rate 评价（satisfied、answer）；order 督办（reason）；answer 督办答复（reason）。",
        "The state table (docs/incident-states.md) says which action is possible when, who may take it and what it must say. With If-Match "
        "the move is made only on the version you saw.",
    ),
)
def move_incident(request: Called, incident_id: IncidentId, body: MoveIncident) -> Response[Any]:
    """Move an incident along the state table."""
    incident, joined = _movable(incident_id, body.action)
    expected = request.expected_version
    once = request.once(AnswerRow)
    if once:
        replayed = once.replay(request.recall([once.key])[0])
        if replayed:
            return API.replayed(replayed)
    policy = policy_of(incident)
    command = body.as_command()
    _refuse_unknown_units(command)

    def decide(present: Incident) -> Change:
        refuse_stale(expected, present.version)
        facts = _facts(present, command, policy, joined=joined)
        return lifecycle.move(present, command, facts)

    follows = joined or body.action is Action.JOIN

    def answer(after: Incident) -> Answered:
        told = view(after, joined=follows)
        return Answered(200, to_json(told))

    outcome = change_incident(incident.id, decide, once=once, answer=answer, seen=incident)
    if outcome is None:
        raise NotFound
    if outcome.incident is None:
        return API.replayed(outcome.answered)
    record_metrics(outcome.entries)
    return API.answer(200, outcome.answered.body, version=outcome.incident.version)


def _movable(incident_id: str, action: Action) -> tuple[Incident, bool]:
    """Return the incident an action is taken on, and whether the caller is one of its further reporters."""
    request = API.request
    if action is Action.JOIN:
        incident, joined = incidents.load_with_reporter(incident_id, request.person.person_id)
        if incident is None or not standing.may_join(
            incident, request.person, policy_of(incident), joined=joined
        ):
            raise no_such_incident()
        request.allow(proven=True)
        return incident, joined
    incident, joined = readable(request, incident_id)
    if action is Action.RATE and incident.status is Status.MERGED and incident.merged_into:
        # Whoever reported it rates the result of what it follows.
        lead, joined = incidents.load_with_reporter(incident.merged_into, request.person.person_id)
        assert lead is not None, "what is merged follows something"
        return lead, joined
    return incident, joined


def _facts(present: Incident, command: Command, policy: Policy, *, joined: bool) -> Facts:
    """Gather the facts around an incident that this step needs, and no others."""
    other: Incident | None = None
    tasks: list[Incident] = []
    followers: list[str] = []
    new_ids: list[str] = []
    at_the_lead: Mapping[str, Mapping[str, Any]] = {}
    match command.action:
        case Action.MERGE | Action.SEPARATE:
            lead = present.merged_into if command.action is Action.SEPARATE else None
            other = incidents.load(lead) if lead else _readable_lead(command.into)
            followers = incidents.reporters_of(present.id, MOST_FOLLOWERS + 1)
            if other and len(followers) <= MOST_FOLLOWERS:
                at_the_lead = incidents.followed_by(other.id, people_of(present, followers))
        case Action.ACCEPT | Action.ORDER | Action.ANSWER:
            pass
        case _ if present.is_task:
            other, *tasks = incidents.joint_with(present)
        case Action.RECALL:
            tasks = incidents.load_all(present.tasks)
        case Action.WHISTLE:
            now = clock.now()
            new_ids = [ids.new_id(now) for _ in command.tasks]
        case _:
            pass
    return Facts(
        API.request.person,
        clock.now(),
        policy,
        staffing_around(present, *_units_named(command)),
        joined=joined,
        other=other,
        tasks=tuple(tasks),
        followers=tuple(followers),
        at_the_lead=at_the_lead,
        new_ids=tuple(new_ids),
        after_photo=_has_after_photo(present, command, policy),
    )


def _has_after_photo(present: Incident, command: Command, policy: Policy) -> bool:
    """Look for the photo of a solution where the category asks for one, taken since the owner got it or it was last sent back."""
    if command.action is not Action.RESOLVE or not policy.category(present.category).after_photo:
        return False
    from incidents.media import has_after_photo

    sent_back = present.rejections or present.round
    since = present.clock_started_at if sent_back else present.held_since
    return has_after_photo(present.id, since or present.created_at)


def _readable_lead(incident_id: str | None) -> Incident | None:
    """Return the incident to merge into, if the caller may know of it."""
    if incident_id is None:
        return None
    person = API.request.person
    lead, joined = incidents.load_with_reporter(incident_id, person.person_id)
    return lead if lead and standing.may_read(lead, person, joined=joined) else None


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
            Text(
                f"没有这个单位：{missing[0]}。",
                f"There is no such unit: {missing[0]}.",
            ),
        )
