"""Steps that are done in a sitting, by its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assembly.rules import meetings
from assembly.rules.bodies import BodyMember, BodyRule, Mode, Office, majority_of
from assembly.rules.matters.proposal import (
    Matter,
    SittingMinutes,
    StepMayNotBeSkipped,
    StepRecord,
    require_step,
)
from assembly.rules.matters.steps import advance, day_of, step_done
from assembly.rules.routing import BY_MINUTES, STEP_NAMES, MatterStep, MatterType, routing
from kernel import clock
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text


class ShortcutNotAllowed(Conflict):
    """The first two steps may be one only where the law and the people in office make them one."""

    slug = "shortcut-not-allowed"
    title = Text("不能合并程序", "Shortcut not allowed")


class AttendedByStrangers(InvalidFields):
    """The minutes of a body's sitting name as present who sits in it that day, and nobody else."""

    slug = "attended-by-strangers"


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
            pending_step=matter.step,
            steps=[str(each) for each in kind.steps],
            citation=routing().order,
        )
    require_step(matter, kind, step)
    _refuse_wrong_day(matter, minutes, now)
    done = step_done(step, by, now, minutes=minutes, publication=publication)
    return advance(matter, kind, done)


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
    attended = set(minutes.attended)
    rolls = [(rule, {each.member_id for each in members}) for rule, members in seated]
    strangers = attended.difference(*(roll for _, roll in rolls)) if rolls else set[str]()
    if strangers:
        named = ", ".join(sorted(strangers)[:5])
        zh = "、".join(rule.name.zh for rule, _ in rolls)
        en = ", ".join(rule.name.en for rule, _ in rolls)
        raise AttendedByStrangers.one(
            "minutes.attended",
            Text(
                f"到会人员须为当日在任的{zh}成员：{named}。",
                f"Who attended sits in the {en} on that day (by member_id): {named}.",
            ),
        )
    for rule, roll in rolls:
        majority = majority_of(rule, Mode.MEMBER)
        meetings.require_quorum(majority, len(attended & roll), len(roll))


_MERGED = (MatterStep.BRANCH_PROPOSAL, MatterStep.COMMITTEES_CONSULTATION)


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
                f"“{kind.name.zh}”没有可合并的程序（{routing().order.named.zh}）。",
                f"{kind.name.en}: there is no shortcut ({routing().order.named.en}).",
            ),
            citation=routing().order,
        )
    require_step(matter, kind, MatterStep.BRANCH_PROPOSAL)
    secretaries = {one.member_id for one in branch if one.office == Office.SECRETARY}
    directors = {one.member_id for one in committee if one.office == Office.DIRECTOR}
    if not secretaries & directors:
        raise ShortcutNotAllowed(
            Text(
                "仅在村党组织书记兼任村民委员会主任时，提议与商议可以合并进行。",
                "The first two steps are one sitting only where the secretary is also the director.",
            ),
            citation=routing().order,
        )
    _refuse_wrong_day(matter, minutes, now)
    for step, other in (_MERGED, reversed(_MERGED)):
        done = step_done(step, by, now, minutes=minutes, reason=reason, merged_with=other)
        matter = advance(matter, kind, done)
    return matter


def _refuse_wrong_day(matter: Matter, minutes: SittingMinutes, now: datetime) -> None:
    """Let a sitting be of a day that has come, and not lie before the step that came before it."""
    held_on = minutes.held_on
    if held_on > day_of(now):
        raise InvalidFields.one(
            "minutes.held_on",
            Text("会议日期不得晚于今天。", "The sitting cannot be later than today."),
        )
    if matter.records and held_on < (before := day_of_record(matter.records[-1])):
        raise InvalidFields.one(
            "minutes.held_on",
            Text(
                f"会议日期不得早于上一程序（{before}）。",
                f"The sitting cannot be earlier than the step before it ({before}).",
            ),
        )


def day_of_record(record: StepRecord) -> str:
    """Return the day of a step: that of its sitting, else that on which it was put on record."""
    minutes = record.minutes
    return minutes.held_on if minutes else day_of(clock.from_iso(record.at))
