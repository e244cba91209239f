"""The life of a matter: four deliberations and two publications, a step at a time (四议两公开, DOMAIN 4.2).

A matter stands before one step. Steps done in a sitting need its minutes, decisions a closed vote, publications a publication, carrying
out its milestones; no action leads past the step that is pending, and the one shortcut the practice allows says so in the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from typing_extensions import TypedDict

from assembly.rules import followup, limits, meetings
from assembly.rules.bodies import BodyMember, BodyRule, Mode, Office, majority_of
from assembly.rules.followup import Deadline, Duty, Milestone
from assembly.rules.routing import (
    BY_MINUTES,
    STEP_NAMES,
    MatterStep,
    MatterType,
    Meaning,
    WrongBody,
)
from kernel import clock
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text
from kernel.units import Level, ancestor


class MatterStatus(StrEnum):
    """Where a matter stands as a whole."""

    IN_PROGRESS = "in_progress"
    DONE = "done"
    NOT_PASSED = "not_passed"
    WITHDRAWN = "withdrawn"


MATTER_STATUS_NAMES: dict[MatterStatus, Text] = {
    MatterStatus.IN_PROGRESS: Text("办理中", "in progress"),
    MatterStatus.DONE: Text("已办结", "done"),
    MatterStatus.NOT_PASSED: Text("未通过", "not passed"),
    MatterStatus.WITHDRAWN: Text("已撤回", "withdrawn"),
}


class MatterAction(StrEnum):
    """What people do to a matter; votes and publications move it from their own routes.

    `decide_above` is the town's and the county's: their decision on what the village has given its opinion on.
    """

    RECORD = "record"
    MERGE = "merge"
    PLAN = "plan"
    FINISH = "finish"
    DECIDE_ABOVE = "decide_above"
    WITHDRAW = "withdraw"


class SittingMinutes(TypedDict):
    """What a sitting leaves on record."""

    held_on: str
    attended: list[str]
    summary: str
    attachments: list[str]


class AuthorityDecision(TypedDict):
    """What town or county decided on a matter that was theirs to decide, by which document of which day; `unit` put it on record."""

    approved: bool
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
    what it revokes; `replaced` keeps which decisions it took the place of, by kind of matter, should a recount void it.
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


class ShortcutNotAllowed(Conflict):
    """The first two steps may be one only where the law and the people in office make them one."""

    slug = "shortcut-not-allowed"
    title = Text("不能合并程序", "Shortcut not allowed")


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


class AttendedByStrangers(InvalidFields):
    """The minutes of a body's sitting name as present who sits in it that day, and nobody else."""

    slug = "attended-by-strangers"


class MilestonesMissing(InvalidFields):
    """A decision is followed up until it is done: carrying out needs milestones, and all of them done."""

    slug = "milestones-missing"


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
    """
    if (group is not None) != kind.of_a_group:
        raise InvalidFields.one(
            "group",
            Text(
                "村民小组事项须写明组号，其他事项不填。",
                "A matter of a villagers' group names its group; other matters name none.",
            ),
        )
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
    zh = "、".join(STEP_NAMES[each].zh for each in kind.steps)
    raise StepMayNotBeSkipped(
        Text(
            f"“{kind.name.zh}”须按程序办理（{zh}），现应进行：{STEP_NAMES[now].zh}（{kind.source}）。",
            f"The steps come in order; pending: {STEP_NAMES[now].en} ({kind.source}).",
        ),
        pending_step=str(now),
        steps=[str(each) for each in kind.steps],
        rule=kind.source,
    )


def record(
    matter: Matter,
    kind: MatterType,
    step: MatterStep,
    minutes: SittingMinutes,
    *,
    by: str,
    now: datetime,
    publication: str | None = None,
) -> Matter:
    """Take a step that is done by its minutes.

    Parameters
    ----------
    publication
        Where the outcome was published, for a consultation: its outcome is published as well (村委会法 Art. 35).

    Raises
    ------
    StepMayNotBeSkipped
        It is not this step's turn, or the step takes a vote, a publication or milestones.
    InvalidFields
        The sitting is of a day to come, or from before the step that came before it.
    """
    if step not in BY_MINUTES:
        require_step(matter, kind, step)
        raise StepMayNotBeSkipped(
            Text(
                f"{STEP_NAMES[step].zh}须由会议表决、公开或实施完成，不能直接登记。",
                f"This step ({STEP_NAMES[step].en}) takes a vote, a publication or its milestones, not minutes alone.",
            ),
            pending_step=matter["step"],
            steps=[str(each) for each in kind.steps],
            rule=kind.source,
        )
    require_step(matter, kind, step)
    _refuse_wrong_day(matter, minutes, now)
    done = _done(step, by, now, minutes=minutes, publication=publication)
    return _advance(matter, kind, done)


def refuse_sitting(
    minutes: SittingMinutes, seated: Sequence[tuple[BodyRule, Sequence[BodyMember]]]
) -> None:
    """Let minutes stand of a sitting at which enough of each body were, and nobody of none.

    Parameters
    ----------
    seated
        The bodies that sat, with their members of that day.

    Raises
    ------
    AttendedByStrangers
        Somebody sits in none of them.
    NoQuorum
        Too few of one of them were there.
    """
    attended = set(minutes["attended"])
    rolls = [(rule, {each["member_id"] for each in members}) for rule, members in seated]
    strangers = attended.difference(*(roll for _, roll in rolls)) if rolls else set[str]()
    if strangers:
        named = ", ".join(sorted(strangers)[:5])
        zh = "、".join(rule.name.zh for rule, _ in rolls)
        en = ", ".join(rule.name.en for rule, _ in rolls)
        raise AttendedByStrangers.one(
            "minutes.attended",
            Text(
                f"到会人员须为当日在任的{zh}成员（按 member_id 填写）：{named}。",
                f"Who attended sits in the {en} on that day (by member_id): {named}.",
            ),
        )
    for rule, roll in rolls:
        majority = majority_of(rule, Mode.MEMBER)
        meetings.require_quorum(majority, len(attended & roll), len(roll))


def refuse_other_group(matter: Matter, kind: MatterType, group: int | None) -> None:
    """Let a villagers' group decide on its own matters, and on no other group's.

    Raises
    ------
    WrongBody
        It is another group's.
    """
    if matter["group"] == group:
        return
    raise WrongBody(
        Text(
            f"该事项属第 {matter['group']} 村民小组（{kind.source}）。",
            f"This is a matter of villagers' group {matter['group']} ({kind.source}).",
        ),
        rule=kind.source,
        confidence=kind.confidence,
        step=matter["step"],
        bodies=[str(body) for body in kind.deciders],
    )


def merge(
    matter: Matter,
    kind: MatterType,
    minutes: SittingMinutes,
    reason: str,
    *,
    branch: Sequence[BodyMember],
    committee: Sequence[BodyMember],
    by: str,
    now: datetime,
) -> Matter:
    """Take the first two steps in one sitting, where one person is secretary and director.

    Raises
    ------
    ShortcutNotAllowed
        The route has no such shortcut, or the two offices are held by two people.
    StepMayNotBeSkipped
        The first step is not pending.
    """
    if not kind.merge_first_two:
        raise ShortcutNotAllowed(
            Text(
                f"“{kind.name.zh}”没有可合并的程序（{kind.source}）。",
                f"{kind.name.en}: there is no shortcut ({kind.source}).",
            ),
            rule=kind.source,
        )
    require_step(matter, kind, MatterStep.BRANCH_PROPOSAL)
    secretaries = {one["member_id"] for one in branch if one["office"] == Office.SECRETARY}
    directors = {one["member_id"] for one in committee if one["office"] == Office.DIRECTOR}
    if not secretaries & directors:
        raise ShortcutNotAllowed(
            Text(
                "仅在村党组织书记兼任村民委员会主任时，提议与商议可以合并进行。",
                "The first two steps are one sitting only where the secretary is also the director.",
            ),
            rule="四议两公开工作法通行做法",
        )
    _refuse_wrong_day(matter, minutes, now)
    first = _done(MatterStep.BRANCH_PROPOSAL, by, now, minutes=minutes, reason=reason)
    first["merged_with"] = str(MatterStep.COMMITTEES_CONSULTATION)
    second = _done(MatterStep.COMMITTEES_CONSULTATION, by, now, minutes=minutes, reason=reason)
    second["merged_with"] = str(MatterStep.BRANCH_PROPOSAL)
    return _advance(_advance(matter, kind, first), kind, second)


def after_vote(
    matter: Matter,
    kind: MatterType,
    *,
    meeting: str,
    vote: str,
    passed: bool,
    by: str,
    now: datetime,
) -> Matter:
    """Move a matter by what its vote came to; a vote that fails ends it.

    For matters on which a village only gives its opinion the result says so: recommended or not recommended, never decided (社会救助
    暂行办法 Art. 11).
    """
    step = pending(matter)
    result = _result(kind, step, passed=passed)
    done = _done(step, by, now, meeting=meeting, vote=vote, result=result)
    moved: Matter = {**matter, "meeting": None}
    if step is MatterStep.DECISION:
        moved["result"] = result
    if passed:
        return _advance(moved, kind, done)
    # A village's "not recommended" is an opinion all the same, to be published and sent on.
    if step is MatterStep.DECISION and kind.outcome is Meaning.OPINION:
        return _advance(moved, kind, done)
    return {
        **moved,
        "records": [*matter["records"], done],
        "status": str(MatterStatus.NOT_PASSED),
        "step": None,
    }


def undo_vote(matter: Matter, vote: str) -> Matter | None:
    """Return the matter as it stood before a vote that a recount has voided; None if it has gone on since."""
    last = matter["records"][-1] if matter["records"] else None
    if last is None or last["vote"] != vote:
        return None
    return {
        **matter,
        "records": matter["records"][:-1],
        "status": str(MatterStatus.IN_PROGRESS),
        "step": last["step"],
        "result": None,
    }


def after_publication(
    matter: Matter, kind: MatterType, step: MatterStep, publication: str, *, by: str, now: datetime
) -> Matter:
    """Move a matter whose resolution or result was published.

    Raises
    ------
    StepMayNotBeSkipped
        It is not yet to be published.
    """
    require_step(matter, kind, step)
    return _advance(matter, kind, _done(step, by, now, publication=publication))


def decide_above(
    matter: Matter, kind: MatterType, decision: AuthorityDecision, *, now: datetime
) -> Matter:
    """Take what town or county decided on a village's opinion; only what both are for is left to be carried out.

    Raises
    ------
    StepMayNotBeSkipped
        The village has not published its opinion yet, or the matter is the village's own to decide.
    InvalidFields
        The decision is of a day to come, or from before the village gave its opinion.
    """
    require_step(matter, kind, MatterStep.AUTHORITY_DECISION)
    given = next(
        record["at"] for record in matter["records"] if record["step"] == MatterStep.DECISION
    )
    if not _day(clock.from_iso(given)) <= decision["decided_on"] <= _day(now):
        raise InvalidFields.one(
            "authority.decided_on",
            Text(
                "审批日期不得早于村级意见，也不得晚于今天。",
                "The decision follows the village's opinion, and is not of a day to come.",
            ),
        )
    done = _done(
        MatterStep.AUTHORITY_DECISION,
        decision["by"],
        now,
        result="approved" if decision["approved"] else "refused",
    )
    moved = _advance({**matter, "authority": decision}, kind, done)
    if decision["approved"] and matter["result"] == "recommended":
        return moved
    after = kind.after(MatterStep.CARRYING_OUT)
    return {**moved, "step": str(after) if after else None}


def plan(
    matter: Matter,
    kind: MatterType,
    milestones: Sequence[Milestone],
    *,
    reason: str | None,
    now: datetime,
) -> Matter:
    """Set the milestones by which a decision is carried out.

    Those that are done, or past their day, stay: no plan makes a delay go away. An open one that is planned again as it was stays as well.

    Raises
    ------
    StepMayNotBeSkipped
        There is nothing to carry out yet.
    InvalidFields
        An open milestone is dropped or moved, and nothing says why.
    """
    require_step(matter, kind, MatterStep.CARRYING_OUT)
    fresh, kept = list(milestones), list[Milestone]()
    for one in matter["milestones"]:
        again = next((each for each in fresh if _same(each, one)), None)
        if again is not None:
            fresh.remove(again)
        if again or one["done_at"] or one["overdue_since"] or followup.overdue(one, now):
            kept.append(one)
    if len(kept) < len(matter["milestones"]) and not reason:
        raise InvalidFields.one(
            "reason",
            Text(
                "取消或改期未完成的节点须说明理由。",
                "Say why an open milestone is dropped or moved.",
            ),
        )
    return {**matter, "milestones": [*kept, *fresh]}


def _same(one: Milestone, other: Milestone) -> bool:
    return all(one[field] == other[field] for field in ("title", "responsible", "due_at"))


def finish(matter: Matter, kind: MatterType, *, by: str, now: datetime) -> Matter:
    """Leave the carrying out behind once every milestone is done.

    Raises
    ------
    MilestonesMissing
        There are none, or some are still open.
    """
    require_step(matter, kind, MatterStep.CARRYING_OUT)
    if not matter["milestones"]:
        raise MilestonesMissing.one(
            "milestones",
            Text("须先登记实施节点。", "Set the milestones first."),
        )
    if any(not one["done_at"] for one in matter["milestones"]):
        raise MilestonesMissing.one(
            "milestones",
            Text("还有未完成的实施节点。", "Some milestones are still open."),
        )
    return _advance(matter, kind, _done(MatterStep.CARRYING_OUT, by, now))


def withdraw(matter: Matter, reason: str) -> Matter:
    """Take a matter back that was not decided yet.

    Raises
    ------
    MatterClosed
        It is decided, or closed.
    """
    pending(matter)
    if any(done["step"] == MatterStep.DECISION for done in matter["records"]):
        raise MatterClosed(Text("已表决的事项不能撤回。", "What was voted on cannot be withdrawn."))
    return {
        **matter,
        "status": str(MatterStatus.WITHDRAWN),
        "step": None,
        "reason": reason,
        "meeting": None,
    }


def delegated_after(matter: Matter, delegated: Mapping[str, str]) -> tuple[Matter, dict[str, str]]:
    """Return a delegation the villagers' meeting has passed, and what is delegated from then on, by which decision."""
    changed = {*matter["delegates"], *matter["revokes"]}
    stays = {code: decision for code, decision in delegated.items() if code not in changed}
    replaced = {code: decision for code, decision in delegated.items() if code in changed}
    given = dict.fromkeys(matter["delegates"], matter["id"])
    return {**matter, "replaced": replaced}, stays | given


def delegated_before(matter: Matter, delegated: Mapping[str, str]) -> dict[str, str]:
    """Return what was delegated before a delegation whose vote is void."""
    stays = {code: decision for code, decision in delegated.items() if decision != matter["id"]}
    return stays | matter["replaced"]


def no_longer_planned(before: Matter, after: Matter) -> list[str]:
    """Return the ids of the milestones that a new plan left out."""
    kept = {one["id"] for one in after["milestones"]}
    return [one["id"] for one in before["milestones"] if one["id"] not in kept]


def duty_of(matter: Matter) -> Duty | None:
    """Return what is to be done next with a matter that was decided; None while it runs by its milestones' days, or by none."""
    match matter["step"]:
        case MatterStep.RESOLUTION_PUBLICATION:
            return Duty.PUBLISH_RESOLUTION
        case MatterStep.AUTHORITY_DECISION:
            return Duty.AUTHORITY_DECISION
        case MatterStep.CARRYING_OUT if not matter["milestones"]:
            return Duty.PLAN
        case MatterStep.CARRYING_OUT if any(not one["done_at"] for one in matter["milestones"]):
            return None
        case MatterStep.CARRYING_OUT | MatterStep.RESULT_PUBLICATION:
            return Duty.PUBLISH_RESULT
        case _:
            return None


def with_clock(matter: Matter, now: datetime, deadline_id: str) -> Matter:
    """Return the matter with what is due next, by when and whose turn it is, and when its clock next has to look.

    Parameters
    ----------
    deadline_id
        The id of a new deadline, where another duty than before stands open from now on.
    """
    duty, deadline = duty_of(matter), matter["deadline"]
    if duty is None:
        deadline = None
    elif deadline is None or deadline["duty"] != duty:
        due_at = limits.due(duty, now)
        deadline = followup.deadline(deadline_id, duty, _whose(duty, matter["village"]), due_at)
    due, wake = followup.next_due(matter["milestones"], deadline)
    turn = deadline["unit"] if deadline else matter["village"]
    return {
        **matter,
        "deadline": deadline,
        "due_at": due,
        "wake_at": wake,
        "turn": turn if due else None,
    }


def _whose(duty: Duty, village: str) -> str:
    if duty is not Duty.AUTHORITY_DECISION:
        return village
    # The town takes the application and sends it on, so that it is the town that knows what became of it (社会救助暂行办法 Art. 11).
    town = ancestor(village, Level.TOWN)
    assert town is not None, "every village lies in a town"
    return town


def mark_overdue(matter: Matter, now: datetime) -> tuple[Matter, list[str]]:
    """Return the matter with what has passed its day marked so, and the ids of what was not marked before."""
    milestones, late = followup.mark_overdue(matter["milestones"], now)
    marked: Matter = {**matter, "milestones": milestones}
    deadline = matter["deadline"]
    if deadline and not deadline["overdue_since"] and deadline["due_at"] < clock.iso(now):
        late = [*late, deadline["id"]]
        marked["deadline"] = {**deadline, "overdue_since": deadline["due_at"]}
    return marked, late


def deadline_met(before: Matter, after: Matter) -> bool:
    """Tell whether a deadline that stands no more was met: by a step taken, or a plan made; else what it asked for is not wanted."""
    planned = bool(after["milestones"]) and not before["milestones"]
    return planned or len(after["records"]) > len(before["records"])


def actions_of(matter: Matter, kind: MatterType) -> list[MatterAction]:
    """Return what may be done to a matter from its own route now."""
    if matter["status"] != MatterStatus.IN_PROGRESS or matter["step"] is None:
        return []
    step = MatterStep(matter["step"])
    actions: list[MatterAction] = []
    if step in BY_MINUTES:
        actions.append(MatterAction.RECORD)
    if step is MatterStep.BRANCH_PROPOSAL and kind.merge_first_two:
        actions.append(MatterAction.MERGE)
    if step is MatterStep.AUTHORITY_DECISION:
        actions.append(MatterAction.DECIDE_ABOVE)
    if step is MatterStep.CARRYING_OUT:
        actions += [MatterAction.PLAN, MatterAction.FINISH]
    if not any(done["step"] == MatterStep.DECISION for done in matter["records"]):
        actions.append(MatterAction.WITHDRAW)
    return actions


def _result(kind: MatterType, step: MatterStep, *, passed: bool) -> str:
    if step is MatterStep.DECISION and kind.outcome is Meaning.OPINION:
        return "recommended" if passed else "not_recommended"
    return "passed" if passed else "not_passed"


RESULT_NAMES: Mapping[str, Text] = {
    "passed": Text("通过", "passed"),
    "not_passed": Text("未通过", "not passed"),
    "recommended": Text(
        "推荐（村级意见，由上级决定）", "recommended: the village's opinion, decided above"
    ),
    "not_recommended": Text(
        "不推荐（村级意见，由上级决定）", "not recommended: the village's opinion, decided above"
    ),
}


def _advance(matter: Matter, kind: MatterType, done: StepRecord) -> Matter:
    following = kind.after(MatterStep(done["step"]))
    return {
        **matter,
        "records": [*matter["records"], done],
        "step": str(following) if following else None,
        "status": str(MatterStatus.IN_PROGRESS if following else MatterStatus.DONE),
    }


def _done(step: MatterStep, by: str, now: datetime, **what: Any) -> StepRecord:
    done: StepRecord = {
        "step": str(step),
        "at": clock.iso(now),
        "by": by,
        "minutes": None,
        "meeting": None,
        "vote": None,
        "publication": None,
        "result": None,
        "merged_with": None,
        "reason": None,
    }
    return {**done, **what}  # pyright: ignore[reportReturnType]


def _day(instant: datetime) -> str:
    return instant.astimezone(clock.SHANGHAI).date().isoformat()


def _refuse_wrong_day(matter: Matter, minutes: SittingMinutes, now: datetime) -> None:
    """Let a sitting be of a day that has come, and not lie before the step that came before it."""
    held_on = minutes["held_on"]
    if held_on > _day(now):
        raise InvalidFields.one(
            "minutes.held_on",
            Text("会议日期不得晚于今天。", "The sitting cannot be later than today."),
        )
    if matter["records"] and held_on < (before := _day_of(matter["records"][-1])):
        raise InvalidFields.one(
            "minutes.held_on",
            Text(
                f"会议日期不得早于上一程序（{before}）。",
                f"The sitting cannot be earlier than the step before it ({before}).",
            ),
        )


def _day_of(record: StepRecord) -> str:
    minutes = record["minutes"]
    return minutes["held_on"] if minutes else _day(clock.from_iso(record["at"]))
