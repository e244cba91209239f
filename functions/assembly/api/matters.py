"""Matters: proposed, taken through their steps, carried out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

import escalation
from assembly.api.base import (
    API,
    EVERYBODY,
    GUIDES,
    KEEPERS,
    Cursor,
    IdInPath,
    Limit,
    NoCompositionInForce,
    Village,
    composition_of,
    enter,
    find,
    history,
    id_of_body,
    listing,
    members_of,
    needed,
    new_id,
    office,
    refuse_other_units,
    seen,
    sees_names,
    settled,
    take_part,
    today,
)
from assembly.api.board import put_up
from assembly.following import owed
from assembly.model import answers
from assembly.model.requests import (
    AuthorityDecisionDocument,
    MoveMatter,
    MoveMilestone,
    NewMatter,
)
from assembly.rules import followup, matters, publications, village_rules
from assembly.rules.bodies import BodyKind, BodyMember, BodyRule, NoRuleInForce, rule_of
from assembly.rules.followup import MilestoneAlreadyDone
from assembly.rules.matters import (
    AttendedByStrangers,
    AuthorityDecision,
    Matter,
    MatterAction,
    MatterBeforeMeeting,
    MatterClosed,
    MatterStatus,
    MilestonesMissing,
    ShortcutNotAllowed,
    SittingMinutes,
    StepMayNotBeSkipped,
)
from assembly.rules.meetings import Meeting, MeetingStatus, NoQuorum
from assembly.rules.publications import PersonalDataInText, PublicationKind
from assembly.rules.routing import (
    STEP_NAMES,
    MatterStep,
    MatterType,
    UnknownMatterType,
    routing,
)
from assembly.store.draft import Actor, Draft, Settled
from assembly.store.rows import Kind
from kernel import clock, paging
from kernel.access import ALL_ROLES, Access, Role
from kernel.http import Called
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.storage.dynamo import Filter
from kernel.texts import Text

VILLAGE_RULES = "village_rules"
DELEGATION = "delegation"
RECALL = "committee_recall"


@API.route(
    "GET",
    "/v1/assembly/matter-types",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("事项目录", "The routing table"), answers.MatterTypeList)},
    summary=Text("哪类事项由谁议决", "Which body decides what, by which steps"),
)
def list_matter_types(request: Called) -> Response[Any]:
    """List the kinds of matter in force with their routes."""
    table, day, language = routing(), clock.today(), request.language
    items = [
        {
            "code": kind.code,
            "name": kind.name.say(language),
            "deciders": [str(body) for body in kind.deciders],
            "delegable_to": str(kind.delegable_to) if kind.delegable_to else None,
            "steps": [str(step) for step in kind.steps],
            "step_names": [STEP_NAMES[step].say(language) for step in kind.steps],
            "merge_first_two": kind.merge_first_two,
            "publication_days": kind.publication_days,
            "outcome": str(kind.outcome),
            "opinion_to": list(kind.opinion_to),
            "source": kind.source,
            "confidence": kind.confidence,
            "valid_from": kind.valid_from.isoformat(),
            "valid_to": kind.valid_to.isoformat() if kind.valid_to else None,
        }
        for kind in table.in_force(day)
    ]
    return API.answer(200, {"version": table.version, "items": items})


@API.route(
    "POST",
    "/v1/assembly/matters",
    access=Access(KEEPERS | GUIDES),
    answers={201: (Text("已登记", "Entered"), answers.MatterView)},
    problems=[IdempotencyKeyReused, OutsideYourArea, NotFound, UnknownMatterType],
    summary=Text("登记议事事项", "Enter a matter"),
    description=Text(
        "按类别确定程序和议决组织；村规民约从 /v1/assembly/village-rules 提交，村民的点子采纳后自动成为事项；罢免村委会成员也可由乡镇、县登记。",
        "Its kind says which body decides and by which steps. Village rules come through /v1/assembly/village-rules, adopted ideas by "
        "themselves. The recall of a committee member is entered by town or county as well, so that it is not left to whom it is about.",
    ),
)
def enter_matter(body: NewMatter) -> Response[Any]:
    """Enter a matter."""
    village = refuse_other_units(body.village)
    by = office(village, KEEPERS | GUIDES if body.type == RECALL else KEEPERS)
    if body.type == VILLAGE_RULES:
        raise InvalidFields.one(
            "type",
            Text(
                "村规民约须先起草、征求意见、经乡镇审核（/v1/assembly/village-rules）。",
                "Village rules are drafted, opened to views and reviewed first (/v1/assembly/village-rules).",
            ),
        )
    kind = routing().type_of(body.type, clock.today())
    _refuse_wrong_delegates(body)

    def decide(draft: Draft) -> Settled:
        matter = matters.propose(
            kind,
            matter_id=new_id(),
            village=village,
            title=body.title,
            text=body.text,
            by=by.person_id,
            entered_from=by.role,
            group=body.group,
            delegates=body.delegates,
            revokes=body.revokes,
        )
        add_matter(draft, matter, by)
        return Settled(201, view(matter, 1, draft), 1)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/matters",
    access=EVERYBODY,
    answers={200: (Text("一页事项", "A page of matters"), answers.AssemblyList)},
    problems=[NotFound],
    summary=Text("村内事项", "List the matters of a village"),
)
def list_matters(
    village: Village,
    status: Annotated[MatterStatus | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List matters, newest first."""
    enter(village)
    only: dict[str, Filter] = {"status": str(status)} if status else {}
    return listing(Kind.MATTER, village, limit, cursor, only)


@API.route(
    "GET",
    "/v1/assembly/matters/{matter}",
    access=EVERYBODY,
    answers={200: (Text("事项", "The matter"), answers.MatterView)},
    problems=[NotFound],
    summary=Text("查看事项", "Read a matter"),
)
def get_matter(matter: IdInPath) -> Response[Any]:
    """Read a matter."""
    document, version = find(Kind.MATTER, matter)
    told = {**view(document, version, Draft()), "climbs": _climbs(document)}
    return API.answer(200, told, version=version)


@API.route(
    "GET",
    "/v1/assembly/matters/{matter}/history",
    access=EVERYBODY,
    answers={200: (Text("全过程", "Every step, oldest first"), answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("事项全过程", "Read the history of a matter"),
)
def get_matter_history(
    matter: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a matter."""
    document, _ = find(Kind.MATTER, matter)
    return history(Kind.MATTER, matter, document["village"], limit, cursor)


@API.route(
    "POST",
    "/v1/assembly/matters/{matter}/transitions",
    access=Access(KEEPERS | GUIDES),
    answers={200: (Text("办理后的事项", "The matter after the step"), answers.MatterView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        OutsideYourArea,
        StepMayNotBeSkipped,
        ShortcutNotAllowed,
        AttendedByStrangers,
        NoQuorum,
        NoCompositionInForce,
        NoRuleInForce,
        MatterClosed,
        MatterBeforeMeeting,
        MilestonesMissing,
        PersonalDataInText,
        StaleVersion,
    ],
    summary=Text("推进事项", "Take a step with a matter"),
    description=Text(
        "record 登记会议步骤（step、minutes，民主协商结果随即公开）；merge 书记兼主任时合并前两步；plan 登记实施节点；"
        "finish 实施完成；withdraw 撤回；decide_above 由乡镇或县登记审批决定（authority）。表决、公开由各自接口推进，不得跳过程序。",
        "record a sitting (`step`, `minutes`; what a consultation came to is published); merge the first two steps where the secretary is "
        "also the director; plan milestones; finish the carrying out; withdraw; the town or county puts its decision on the village's "
        "opinion on record (decide_above, `authority`). Votes and publications move it from their own routes. No "
        "step is skipped.",
    ),
)
def move_matter(matter: IdInPath, body: MoveMatter) -> Response[Any]:
    """Take a step with a matter."""
    document, _ = find(Kind.MATTER, matter)
    by = office(document["village"], _roles(document, body.action))

    def decide(draft: Draft) -> Settled:
        present: Matter = draft.get(Kind.MATTER, matter)
        seen(draft, Kind.MATTER, matter)
        kind = kind_of(present)
        moved = _step(draft, present, kind, body, by)
        moved = keep(draft, present, moved, by)
        draft.note(
            Kind.MATTER,
            moved,
            str(body.action),
            by,
            step=present["step"],
            to_step=moved["step"],
            reason=body.reason,
        )
        version = draft.version(Kind.MATTER, matter)
        return Settled(200, view(moved, version, draft), version)

    return settled(decide)


@API.route(
    "POST",
    "/v1/assembly/matters/{matter}/milestones/{milestone}/transitions",
    access=EVERYBODY,
    answers={200: (Text("事项", "The matter"), answers.MatterView)},
    problems=[IdempotencyKeyReused, NotFound, NotAllowed, MilestoneAlreadyDone, StaleVersion],
    summary=Text("完成实施节点", "Report a milestone as done"),
)
def move_milestone(
    request: Called, matter: IdInPath, milestone: IdInPath, body: MoveMilestone
) -> Response[Any]:
    """Report a milestone as done: whoever is responsible, or an officer of the village."""
    document, _ = find(Kind.MATTER, matter)
    by = take_part(document["village"])
    officer = request.person.post_over(document["village"], KEEPERS) is not None

    def decide(draft: Draft) -> Settled:
        present: Matter = draft.get(Kind.MATTER, matter)
        seen(draft, Kind.MATTER, matter)
        owner = next(
            (each["responsible"] for each in present["milestones"] if each["id"] == milestone), None
        )
        if not officer and owner != by.person_id:
            raise NotAllowed(
                Text(
                    "由责任人或村干部报告完成。",
                    "Whoever is responsible, or a village officer, reports it.",
                )
            )
        done = followup.fulfil(
            present["milestones"],
            milestone,
            by=by.person_id,
            note=body.note,
            evidence=body.evidence,
            now=clock.now(),
        )
        moved = keep(draft, present, {**present, "milestones": done}, by)
        draft.also(*escalation.fulfil(milestone, _by(by)))
        draft.note(Kind.MATTER, moved, "milestone_done", by, milestone=milestone)
        version = draft.version(Kind.MATTER, matter)
        return Settled(200, view(moved, version, draft), version)

    return settled(decide)


def _roles(matter: Matter, action: MatterAction) -> frozenset[Role]:
    if action is MatterAction.DECIDE_ABOVE:
        return GUIDES
    if action is MatterAction.WITHDRAW and matter["type"] == RECALL:
        # Nobody in the village takes away what town or county has entered against its committee.
        return GUIDES if matter["entered_from"] in GUIDES else KEEPERS | GUIDES
    return KEEPERS


def _allowed(matter: Matter, kind: MatterType) -> list[MatterAction]:
    """Return what the caller may do to a matter now."""
    person, village = API.request.person, matter["village"]
    return [
        action
        for action in matters.actions_of(matter, kind)
        if person.post_over(village, _roles(matter, action)) is not None
    ]


def keep(draft: Draft, before: Matter, after: Matter, by: Actor) -> Matter:
    """Put a matter that has moved on the draft, with the day its next step is due; what is late climbs, what is done or dropped does not.

    Returns
    -------
    Matter
        As it is kept.
    """
    moved = matters.with_clock(after, clock.now(), new_id())
    draft.save(Kind.MATTER, moved)
    dropped = matters.no_longer_planned(before, moved)
    deadline = before["deadline"]
    if deadline and (moved["deadline"] is None or moved["deadline"]["id"] != deadline["id"]):
        if matters.deadline_met(before, moved):
            draft.also(*escalation.fulfil(deadline["id"], _by(by)))
        else:
            dropped.append(deadline["id"])
    draft.also(
        *escalation.drop(dropped, _by(by)),
        *escalation.owe(owed(moved), _by(by)),
    )
    return moved


def _by(actor: Actor) -> escalation.By:
    return escalation.By(actor.person_id, API.request.person.name, actor.role, actor.unit)


def _climbs(matter: Matter) -> list[dict[str, Any]]:
    """Return who answers by now for each milestone and for the step that is due, where they are followed up."""
    deadline = matter["deadline"]
    standing = [*matter["milestones"], *([deadline] if deadline else [])]
    found = escalation.climbs([each["id"] for each in standing])
    return [
        {
            "milestone": milestone,
            **climb._asdict(),
            "due_at": answers.local(climb.due_at) if climb.due_at else None,
        }
        for milestone, climb in found.items()
    ]


def kind_of(matter: Matter) -> MatterType:
    """Return the kind of a matter as it was when it was entered: no later route moves it, or takes the step away it stands before."""
    return routing().entered_under(matter["type"], matter["route_from"])


def add_matter(draft: Draft, matter: Matter, by: Actor) -> None:
    """Put a new matter on the draft."""
    draft.save(Kind.MATTER, matter)
    draft.note(Kind.MATTER, matter, "entered", by, type=matter["type"])


def view(matter: Matter, version: int, draft: Draft) -> dict[str, Any]:
    """Return a matter as it is answered."""
    kind, language = kind_of(matter), API.request.language
    step = MatterStep(matter["step"]) if matter["step"] else None
    delegated = delegations(draft, matter["village"]) if step is MatterStep.DECISION else {}
    return {
        **answers.told(
            matter, names=sees_names(matter["village"]), own=API.request.person.person_id
        ),
        "version": version,
        "status_name": matters.MATTER_STATUS_NAMES[MatterStatus(matter["status"])].say(language),
        "step_name": STEP_NAMES[step].say(language) if step else None,
        "result_name": matters.RESULT_NAMES[matter["result"]].say(language)
        if matter["result"]
        else None,
        "bodies": [str(body) for body in kind.bodies_for(step, delegated)] if step else [],
        "rule": kind.source,
        "confidence": kind.confidence,
        "actions": [str(action) for action in _allowed(matter, kind)],
    }


def delegations(draft: Draft, village: str) -> dict[str, str]:
    """Return which kinds of matter the villagers' meeting has delegated, and by which decision."""
    settings = draft.find(Kind.VILLAGE, village)
    return settings["delegated"] if settings else {}


def _step(draft: Draft, matter: Matter, kind: MatterType, body: MoveMatter, by: Actor) -> Matter:
    now = clock.now()
    match body.action:
        case MatterAction.RECORD:
            step, minutes = needed(body, "step"), _minutes(body)
            published = None
            if step is MatterStep.CONSULTATION and matter["step"] == step:
                published = _publish_consultation(draft, matter, minutes, by)
            moved = matters.record(
                matter, kind, step, minutes, by=by.person_id, now=now, publication=published
            )
            _refuse_sitting(draft, matter, [step], minutes)
            return moved
        case MatterAction.MERGE:
            village, day, minutes = matter["village"], today(), _minutes(body)
            moved = matters.merge(
                matter,
                kind,
                minutes,
                needed(body, "reason"),
                branch=members_of(draft, village, BodyKind.PARTY_BRANCH, day),
                committee=members_of(draft, village, BodyKind.VILLAGE_COMMITTEE, day),
                by=by.person_id,
                now=now,
            )
            _refuse_sitting(
                draft,
                matter,
                [MatterStep.BRANCH_PROPOSAL, MatterStep.COMMITTEES_CONSULTATION],
                minutes,
            )
            return moved
        case MatterAction.PLAN:
            planned = [
                followup.new(new_id(), each.title, each.responsible, each.due_at)
                for each in body.milestones
            ]
            if any(each["due_at"] <= clock.iso(now) for each in planned):
                ahead = Text("期限须晚于现在。", "A milestone lies ahead.")
                raise InvalidFields.one("milestones", ahead)
            return matters.plan(matter, kind, planned, reason=body.reason, now=now)
        case MatterAction.FINISH:
            return matters.finish(matter, kind, by=by.person_id, now=now)
        case MatterAction.DECIDE_ABOVE:
            said: AuthorityDecisionDocument = needed(body, "authority")
            decision: AuthorityDecision = {
                "approved": said.approved,
                "document_number": said.document_number,
                "decided_on": said.decided_on.isoformat(),
                "unit": by.unit,
                "by": by.person_id,
                "at": clock.iso(now),
            }
            return matters.decide_above(matter, kind, decision, now=now)
        case MatterAction.WITHDRAW:
            return _withdraw(draft, matter, needed(body, "reason"), by)


def _refuse_sitting(
    draft: Draft, matter: Matter, steps: Sequence[MatterStep], minutes: SittingMinutes
) -> None:
    """Let minutes pass of a sitting of the bodies whose step it is, as they were composed that day."""
    held_on, sittings = minutes["held_on"], routing().sittings
    kinds = dict.fromkeys(kind for step in steps for kind in sittings.get(step, ()))
    seated: list[tuple[BodyRule, list[BodyMember]]] = []
    for kind in kinds:
        composition = composition_of(draft, id_of_body(matter["village"], kind), held_on)
        seated.append((rule_of(kind, date.fromisoformat(held_on)), composition["members"]))
    matters.refuse_sitting(minutes, seated)


def _withdraw(draft: Draft, matter: Matter, reason: str, by: Actor) -> Matter:
    """Take a matter back, off the agenda of a meeting that has not begun, and its village rules back to where they were cleared.

    Raises
    ------
    MatterBeforeMeeting
        A meeting that has begun has it before it, perhaps in a vote.
    """
    moved = matters.withdraw(matter, reason)
    if matter["meeting"]:
        meeting: Meeting = draft.get(Kind.MEETING, matter["meeting"])
        if meeting["status"] in (MeetingStatus.OPEN, MeetingStatus.ADJOURNED):
            raise MatterBeforeMeeting
        # The meeting is written as well: should it open meanwhile, one of the two has to look again.
        draft.save(Kind.MEETING, meeting)
        draft.note(Kind.MEETING, meeting, "item_withdrawn", by, matter=matter["id"])
    if matter["village_rules"]:
        rules = village_rules.withdrawn(draft.get(Kind.VILLAGE_RULES, matter["village_rules"]))
        draft.save(Kind.VILLAGE_RULES, rules)
        draft.note(Kind.VILLAGE_RULES, rules, "vote_called_off", by, reason=reason)
    return moved


def _publish_consultation(draft: Draft, matter: Matter, minutes: SittingMinutes, by: Actor) -> str:
    """Publish what a consultation came to: not who took part, and nobody's numbers."""
    publication = publications.publish(
        PublicationKind.CONSULTATION,
        publication_id=new_id(),
        village=matter["village"],
        title=f"民主协商结果：{matter['title']}",
        content=minutes["summary"],
        attachments=[],
        by=by.person_id,
        now=clock.now(),
        matter=matter["id"],
    )
    put_up(draft, publication, by)
    return publication["id"]


def _minutes(body: MoveMatter) -> SittingMinutes:
    return needed(body, "minutes").model_dump(mode="json")


def _refuse_wrong_delegates(body: NewMatter) -> None:
    """Let a delegation name kinds that the law lets the villagers' meeting delegate (村委会法 Art. 28)."""
    delegable = {kind.code for kind in routing().in_force(clock.today()) if kind.delegable_to}
    named = [*body.delegates, *body.revokes]
    once = len(set(named)) == len(named)
    if (body.type == DELEGATION) == bool(named) and delegable.issuperset(named) and once:
        return
    raise InvalidFields.one(
        "delegates",
        Text(
            "授权须写明法律允许授权、或收回授权的事项类别，各写一次；其他事项不填。",
            "A delegation names the kinds it delegates or revokes, once each, as far as the law lets it; other matters name none.",
        ),
    )
