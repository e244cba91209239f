"""A matter as it is proposed, and the step it stands before."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import TypedDict

from assembly.rules.followup import Deadline, Milestone
from assembly.rules.matters.guarantees import refuse_guarantees
from assembly.rules.routing import (
    STEP_NAMES,
    MatterStep,
    MatterType,
    routing,
)
from assembly.rules.states.matters import MatterStatus
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text


class SittingMinutes(TypedDict):
    """What a sitting leaves on record."""

    held_on: str
    attended: list[str]
    summary: str
    attachments: list[str]


class RecallDemand(TypedDict):
    """Who demands a recall: voters or representatives, how many of them it takes, and whom the town has struck off."""

    by: str
    signatories: list[str]
    struck: list[str]
    needed: int


class Kin(TypedDict):
    """Somebody in office who is near to the household that a matter gives something to; as it was said, or as the registry knows."""

    person: str
    known_by: str


class AuthorityDecision(TypedDict):
    """What town or county decided on a matter that was theirs to decide, by which document of which day; `unit` put it on record."""

    approved: bool
    reasons: str | None
    document_number: str
    decided_on: str
    unit: str | None
    by: str
    at: str


class StepRecord(TypedDict):
    """A step that is done: by minutes, a vote, a publication, or milestones.

    `merged_with` names the step that was taken in the same sitting, `result` what a vote came to.
    """

    step: str
    at: str
    by: str
    minutes: SittingMinutes | None
    meeting: str | None
    vote: str | None
    publication: str | None
    result: str | None
    merged_with: str | None
    reason: str | None


class Matter(TypedDict):
    """Something a village deliberates on.

    `route_from` is the first day of the route it was entered under, and goes by to its end. A delegation names what it delegates and
    what it revokes; `replaced` keeps which decisions it took the place of, by kind of matter, should a recount void it. `republish` is what
    was taken down and is owed again, each under the id of the publication that is down; `listed_as` is how lists name a confidential one.
    """

    id: str
    village: str
    group: int | None
    type: str
    title: str
    text: str
    status: str
    step: str | None
    route_from: str
    records: list[StepRecord]
    milestones: list[Milestone]
    deadline: Deadline | None
    republish: list[Deadline]
    demand: RecallDemand | None
    household: str | None
    kin: list[Kin]
    listed_as: str | None
    result: str | None
    authority: AuthorityDecision | None
    meeting: str | None
    proposed_by: str
    entered_from: str | None
    idea: str | None
    village_rules: str | None
    delegates: list[str]
    revokes: list[str]
    replaced: dict[str, str]
    reason: str | None
    due_at: str | None
    wake_at: str | None
    turn: str | None


class StepMayNotBeSkipped(Conflict):
    """Another step comes first; `pending_step` is the one that stands open."""

    slug = "step-may-not-be-skipped"
    title = Text("不得跳过程序", "A step may not be skipped")


class MatterClosed(Conflict):
    """Nothing more can be done to the matter."""

    slug = "matter-closed"
    said = Text("该事项已结束。", "This matter is closed.")


class MatterBeforeMeeting(Conflict):
    """What a meeting has before it is the meeting's to decide; nobody takes it away."""

    slug = "matter-before-meeting"
    said = Text(
        "该事项正在会议审议，会议结束前不能撤回。",
        "A meeting has this matter before it; it cannot be withdrawn until that is over.",
    )


def propose(
    kind: MatterType,
    *,
    matter_id: str,
    village: str,
    title: str,
    text: str,
    by: str,
    entered_from: str | None = None,
    group: int | None = None,
    idea: str | None = None,
    village_rules: str | None = None,
    delegates: Sequence[str] = (),
    revokes: Sequence[str] = (),
) -> Matter:
    """Return a new matter that stands before the first step of its route.

    Parameters
    ----------
    entered_from
        The post of whoever entered it.

    Raises
    ------
    InvalidFields
        A villagers' group decides it and none is named, or one is named and the village decides.
    NoGuarantees
        It is to stand surety for somebody.
    """
    refuse_guarantees(title=title, text=text)
    _require_group(kind, group)
    return {
        "id": matter_id,
        "village": village,
        "group": group,
        "type": kind.code,
        "title": title,
        "text": text,
        "status": str(MatterStatus.IN_PROGRESS),
        "step": str(kind.steps[0]),
        "route_from": kind.valid_from.isoformat(),
        "records": [],
        "milestones": [],
        "deadline": None,
        "republish": [],
        "demand": None,
        "household": None,
        "kin": [],
        "listed_as": kind.name.zh if kind.confidential else None,
        "result": None,
        "authority": None,
        "meeting": None,
        "proposed_by": by,
        "entered_from": entered_from,
        "idea": idea,
        "village_rules": village_rules,
        "delegates": list(delegates),
        "revokes": list(revokes),
        "replaced": {},
        "reason": None,
        "due_at": None,
        "wake_at": None,
        "turn": None,
    }


def _require_group(kind: MatterType, group: int | None) -> None:
    if (group is not None) != kind.of_a_group:
        raise InvalidFields.one(
            "group",
            Text(
                "村民小组事项须写明组号，其他事项不填。",
                "A matter of a villagers' group names its group; other matters name none.",
            ),
        )


def pending(matter: Matter) -> MatterStep:
    """Return the step a matter stands before.

    Raises
    ------
    MatterClosed
        It stands before none any more.
    """
    if matter["status"] != MatterStatus.IN_PROGRESS or matter["step"] is None:
        raise MatterClosed
    return MatterStep(matter["step"])


def require_step(matter: Matter, kind: MatterType, step: MatterStep) -> None:
    """Let a step be taken whose turn it is.

    Raises
    ------
    StepMayNotBeSkipped
        Another step is pending, or the route has no such step.
    """
    now = pending(matter)
    if now is step:
        return
    order = routing().order
    zh = "、".join(STEP_NAMES[each].zh for each in kind.steps)
    raise StepMayNotBeSkipped(
        Text(
            f"“{kind.name.zh}”须按程序办理（{zh}），现应进行：{STEP_NAMES[now].zh}（{order.named.zh}）。",
            f"The steps come in order; pending: {STEP_NAMES[now].en} ({order.named.en}).",
        ),
        pending_step=str(now),
        steps=[str(each) for each in kind.steps],
        citation=order,
    )
