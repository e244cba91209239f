"""Lectures, performances and 以案释法: what was held where, for how many heads, and never for whom (法治宣传教育法 Arts. 7 to 9, 16, 18)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime

from enforcement.outreach.rules import public_text
from enforcement.outreach.rules.days import known_day
from enforcement.outreach.rules.terms import amount
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class ActivityKind(Named):
    """What was held."""

    LECTURE = "lecture", "法治讲座", "lecture"
    PERFORMANCE = "performance", "法治文艺演出", "performance"
    CASE_LESSON = "case_lesson", "以案释法", "teaching by a case"


class ActivityStatus(Named):
    """Whether it counts."""

    HELD = "held", "已举办", "held"
    STRUCK = "struck", "登记有误，已撤销", "entered by mistake"


class ActivityAction(Named):
    """What is done with an entry."""

    STRIKE = "strike", "撤销登记", "strike what was entered by mistake"


class ActivityEvent(Named):
    """What the history of an entry tells."""

    ENTERED = "entered", "登记", "entered"
    STRUCK = "struck", "撤销登记", "struck"


class ActivityHolder(Named):
    """How somebody stands to an activity."""

    MANAGER = "manager", "所在村及上级单位", "its village and the units above it"


ACTIVITIES: StateTable[ActivityAction, ActivityStatus, ActivityHolder] = StateTable(
    Text("该普法活动", "The activity"),
    [
        Move(
            ActivityAction.STRIKE,
            frozenset({ActivityStatus.HELD}),
            ActivityStatus.STRUCK,
            (ActivityHolder.MANAGER,),
            ("reason",),
            ActivityEvent.STRUCK,
        )
    ],
    statuses=names(ActivityStatus),
    actions=names(ActivityAction),
    holders=names(ActivityHolder),
    words={"reason": Text("请说明为何有误。", "Say what was wrong.")},
)


class TooManyActivities(Conflict):
    """More were entered for a village in a year than anybody holds."""

    slug = "too-many-activities"

    def __init__(self) -> None:
        most = amount("activities_of_a_year")
        detail = Text(
            f"每村每年最多登记 {most} 场。", f"At most {most} are entered for a village in a year."
        )
        super().__init__(detail, most=most)


class EnteredBefore(Conflict):
    """It is entered already: the same village, day, kind and theme."""

    slug = "activity-entered-before"
    title = Text("已登记", "Entered before")
    said = Text(
        "该村当日同一主题的活动已登记；确系另一场的，请在主题中写明。",
        "The village has this activity of that day entered: if it was another one, let its theme say so.",
    )


@record
class Activity:
    """Something that was held in a village.

    Attributes
    ----------
    organ
        The unit whose people spoke or played.
    heads
        How many came.
    occasion
        The day that matters it was held for (`data/days.json`).
    lesson
        The lesson it taught, where it was one of this county's cases.
    """

    id: str
    village: str
    kind: ActivityKind
    held_on: date
    theme: str
    organ: str
    heads: int
    cites: tuple[str, ...]
    entered_at: datetime
    occasion: str | None = None
    lesson: str | None = None
    status: ActivityStatus = ActivityStatus.HELD
    reason: str | None = None
    version: int = 1

    @property
    def same(self) -> str:
        """What it has in common with itself entered once more, by whoever and however written."""
        said = f"{self.kind}|{self.held_on}|{public_text.letters(self.theme)}"
        return hashlib.sha256(said.encode()).hexdigest()[:26]


def enter(activity: Activity, *, lesson_is_public: bool, today: date) -> Activity:
    """Enter what was held.

    Raises
    ------
    InvalidFields
        It is still to come, its occasion is none of the days that matter, or its lesson is not public.
    PersonalNumberInText
        Its theme carries somebody's number.
    """
    if activity.held_on > today:
        raise InvalidFields.one(
            "held_on", Text("活动举办后才能登记。", "It is entered once it was held.")
        )
    if activity.occasion is not None and known_day(activity.occasion) is None:
        raise InvalidFields.one(
            "occasion", Text("没有这一宣传日。", "There is no such day that matters.")
        )
    if activity.lesson is not None and not lesson_is_public:
        raise InvalidFields.one(
            "lesson", Text("没有已公布的这一案例。", "There is no such lesson that is public.")
        )
    public_text.refuse_numbers(theme=activity.theme)
    return activity


def strike(activity: Activity, reason: str | None) -> Activity:
    """Strike an entry that was a mistake: it stays, and counts no more.

    Raises
    ------
    IllegalMove, WordsMissing
        It is struck already, or nobody says what was wrong.
    """
    row = ACTIVITIES.move(activity.status, ActivityAction.STRIKE)
    if not reason:
        raise ACTIVITIES.words_missing(*row.needs)
    return replace(
        activity, status=ActivityStatus.STRUCK, reason=reason, version=activity.version + 1
    )
