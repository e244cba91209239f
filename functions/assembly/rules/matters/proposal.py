"""A matter as it is proposed, and the step it stands before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from assembly.rules.followup import Deadline, Milestone
from assembly.rules.items import MatterItem, refuse_wrong_items
from assembly.rules.matters.guarantees import refuse_guarantees
from assembly.rules.routing import STEP_NAMES, MatterStep, MatterType, routing
from assembly.rules.states.matters import MatterStatus
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text


@record
class SittingMinutes:
    """What a sitting leaves on record."""

    held_on: str
    summary: str
    attended: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


class DemandedBy(Named):
    """Who demands a recall."""

    VOTERS = "voters", "选民联名", "voters"
    REPRESENTATIVES = "representatives", "村民代表联名", "representatives"


@record
class RecallDemand:
    """Who demands a recall: voters or representatives, how many of them it takes, and whom the town has struck off."""

    by: DemandedBy
    needed: int
    signatories: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()


@record
class Kin:
    """Somebody in office who is near to the household that a matter gives something to; as it was said, or as the registry knows."""

    person: str
    known_by: str


@record
class KinEntry:
    """A matter on the register of relatives of those in office, under the matter's own id."""

    id: str
    village: str
    type: str
    title: str
    kin: tuple[Kin, ...]


@record
class AuthorityDecision:
    """What town or county decided on a matter that was theirs to decide, by which document of which day; `unit` put it on record."""

    approved: bool
    document_number: str
    decided_on: str
    by: str
    at: str
    reasons: str | None = None
    unit: str | None = None


@record
class StepRecord:
    """A step that is done: by minutes, a vote, a publication, or milestones.

    `merged_with` names the step that was taken in the same sitting, `result` what a vote came to.
    """

    step: MatterStep
    at: str
    by: str
    minutes: SittingMinutes | None = None
    meeting: str | None = None
    vote: str | None = None
    publication: str | None = None
    result: str | None = None
    merged_with: MatterStep | None = None
    reason: str | None = None


@record
class Matter:
    """Something a village deliberates on.

    `route_from` is the first day of the route it was entered under, and goes by to its end. A delegation names what it delegates and
    what it revokes; `replaced` keeps which decisions it took the place of, by kind of matter, should a recount void it. `republish` is what
    was taken down and is owed again, each under the id of the publication that is down; `listed_as` is how lists name a confidential one.
    """

    id: str
    village: str
    type: str
    title: str
    text: str
    status: MatterStatus
    route_from: str
    proposed_by: str
    replaced: Mapping[str, str] = field(default_factory=dict[str, str])
    group: int | None = None
    step: MatterStep | None = None
    records: tuple[StepRecord, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    deadline: Deadline | None = None
    republish: tuple[Deadline, ...] = ()
    demand: RecallDemand | None = None
    household: str | None = None
    kin: tuple[Kin, ...] = ()
    listed_as: str | None = None
    result: str | None = None
    authority: AuthorityDecision | None = None
    meeting: str | None = None
    entered_from: str | None = None
    idea: str | None = None
    village_rules: str | None = None
    delegates: tuple[str, ...] = ()
    revokes: tuple[str, ...] = ()
    reason: str | None = None
    due_at: str | None = None
    wake_at: str | None = None
    turn: str | None = None
    items: tuple[MatterItem, ...] = ()


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
    items: Sequence[MatterItem] = (),
) -> Matter:
    """Return a new matter that stands before the first step of its route.

    Parameters
    ----------
    entered_from
        The post of whoever entered it.

    Raises
    ------
    InvalidFields
        A villagers' group decides it and none is named, or one is named and the village decides; or it is to decide what its kind does not carry.
    NoGuarantees
        It is to stand surety for somebody.
    """
    refuse_guarantees(title=title, text=text)
    _require_group(kind, group)
    refuse_wrong_items(kind, items)
    return Matter(
        id=matter_id,
        village=village,
        group=group,
        type=kind.code,
        title=title,
        text=text,
        status=MatterStatus.IN_PROGRESS,
        step=kind.steps[0],
        route_from=kind.valid_from.isoformat(),
        listed_as=kind.name.zh if kind.confidential else None,
        proposed_by=by,
        entered_from=entered_from,
        idea=idea,
        village_rules=village_rules,
        delegates=tuple(delegates),
        revokes=tuple(revokes),
        items=tuple(items),
    )


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
    if matter.status != MatterStatus.IN_PROGRESS or matter.step is None:
        raise MatterClosed
    return matter.step


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
