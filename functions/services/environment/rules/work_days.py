"""Work days (面): what a village did together, and whether the trees it planted are alive a year later (DOMAIN 17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from kernel.access import OFFICERS, Caller
from kernel.clock import months_after
from kernel.personal_numbers import holds_personal_number
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names
from kernel.working_time import add
from services.environment.rules.courtyard_states import GRID_STAFF
from services.environment.rules.days import day_begins
from services.environment.rules.lines import Position
from services.environment.rules.terms import amount, limit


class WorkStatus(Named):
    """Where a work day stands."""

    HELD = "held", "已开展", "held"
    COUNTED = "counted", "已核查成活", "its trees counted"
    STRUCK = "struck", "录入有误", "a mistake"


class WorkAction(Named):
    """What is done with a work day."""

    COUNT = "count", "核查成活", "count its living trees"
    FALL_DUE = "fall_due", "到期核查", "fall due"
    STRIKE = "strike", "标记有误", "strike it"


class WorkEvent(Named):
    """What the history of a work day tells."""

    ENTERED = "entered", "已登记", "entered"
    FELL_DUE = "fell_due", "成活核查到期", "its trees are to be counted"
    COUNTED = "counted", "已核查成活", "its trees were counted"
    STRUCK = "struck", "录入有误", "struck"


class WorkHolder(Named):
    """How somebody stands to a work day."""

    STAFF = "staff", "本村工作人员", "who serves the village"


WORK_ROLES = {WorkHolder.STAFF: OFFICERS | GRID_STAFF}
_HELD = frozenset({WorkStatus.HELD})

WORK_DAYS: StateTable[WorkAction, WorkStatus, WorkHolder] = StateTable(
    Text("该次活动", "The work day"),
    [
        Move(WorkAction.COUNT, _HELD, WorkStatus.COUNTED, (WorkHolder.STAFF,), ("alive",),
             WorkEvent.COUNTED, ends=("tree_count",)),
        Move(WorkAction.FALL_DUE, _HELD, WorkStatus.HELD, event=WorkEvent.FELL_DUE,
             begins=("tree_count",)),
        Move(WorkAction.STRIKE, _HELD, WorkStatus.STRUCK, (WorkHolder.STAFF,), ("reason",),
             WorkEvent.STRUCK, ends=("tree_count",)),
    ],
    statuses=names(WorkStatus),
    actions=names(WorkAction),
    holders=names(WorkHolder),
    words={
        "alive": Text("请填写成活棵数。", "Say how many are alive."),
        "reason": Text("请说明有误之处。", "Say what was wrong."),
    },
)  # fmt: skip


class TreesTooYoung(Conflict):
    """Trees are counted once a year has passed; `from_on` says when."""

    slug = "trees-too-young"
    said = Text("栽植未满一年，暂不核查。", "They are counted a year after they were planted.")


@record
class WorkDay:
    """What a village did together on a day; there is no field for a name, on purpose.

    Attributes
    ----------
    hours
        How long it took, in hours.
    rubbish_kg
        What was removed.
    alive
        How many of the trees were alive a year later; None: they were not counted.
    """

    id: str
    village: str
    held_on: date
    theme: str
    heads: int
    hours: int
    rubbish_kg: int
    trees: int
    place: Position | None = None
    alive: int | None = None
    status: WorkStatus = WorkStatus.HELD
    reason: str | None = None
    owed: str | None = None
    version: int = 1

    @property
    def count_on(self) -> date | None:
        """From when its trees are counted; None: none were planted."""
        return months_after(self.held_on, amount("tree_months")) if self.trees else None


class WorkCommand(NamedTuple):
    """A step, with what was said of it."""

    action: WorkAction
    alive: int | None = None
    reason: str | None = None


def is_of(day: WorkDay, caller: Caller) -> bool:
    """Tell whether somebody serves the village of a work day, in a grid of it or over it."""
    in_grid = any(
        one.role in GRID_STAFF and one.unit.startswith(day.village) for one in caller.posts
    )
    return in_grid or caller.post_over(day.village, OFFICERS) is not None


def shut(day: WorkDay) -> frozenset[WorkAction]:
    """Return what something else than the status rules out: where nothing was planted nothing is counted."""
    return frozenset() if day.trees else frozenset({WorkAction.COUNT})


def are_too_young(day: WorkDay, today: date) -> bool:
    """Tell whether its trees have not stood for a year."""
    return day.count_on is not None and today < day.count_on


def actions_of(day: WorkDay, caller: Caller, today: date) -> list[WorkAction]:
    """Return what somebody may do with a work day today; trees are counted once they are old enough."""
    early = {WorkAction.COUNT} if are_too_young(day, today) else set[WorkAction]()
    return WORK_DAYS.open_to(day.status, lambda _: is_of(day, caller), shut(day) | early)


def refuse_numbers(text: str | None, field: str) -> None:
    """Let a text pass that carries nobody's numbers: it may come to be public.

    Raises
    ------
    InvalidFields
        It carries some.
    """
    if text and holds_personal_number(text):
        said = Text("不得含身份证号、手机号或银行卡号。", "It may hold nobody's number.")
        raise InvalidFields.one(field, said)


def move(
    day: WorkDay, command: WorkCommand, caller: Caller, today: date
) -> tuple[WorkDay, WorkEvent]:
    """Take a work day one step further.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    TreesTooYoung
        Its trees have not stood for a year.
    InvalidFields
        More are said to be alive than were planted.
    """
    row = WORK_DAYS.move(day.status, command.action, shut(day), actions_of(day, caller, today))
    WORK_DAYS.allow(row, lambda _: is_of(day, caller), lambda one: WORK_ROLES[one])
    WORK_DAYS.require_words(row, command)
    after = replace(day, status=row.target, version=day.version + 1)
    if command.action is WorkAction.STRIKE:
        return replace(after, reason=command.reason), WorkEvent.STRUCK
    if day.count_on and are_too_young(day, today):
        raise TreesTooYoung(from_on=day.count_on.isoformat())
    if (command.alive or 0) > day.trees:
        text = Text(f"最多 {day.trees} 棵。", f"At most {day.trees}.")
        raise InvalidFields.one("alive", text)
    return replace(after, alive=command.alive), WorkEvent.COUNTED


def fall_due(day: WorkDay, today: date, owed_id: str) -> WorkDay | None:
    """Let the count of trees be owed whose year has passed; None: it has not, or it is owed already."""
    due = day.status is WorkStatus.HELD and day.count_on is not None and today >= day.count_on
    return None if day.owed or not due else replace(day, owed=owed_id, version=day.version + 1)


def owed_by(now: datetime) -> datetime:
    """Return by when trees are counted before it climbs."""
    return add(now, limit("tree_count_within")).at


def wakes_at(day: WorkDay) -> datetime | None:
    """Return when the clock looks at a work day: when its trees have stood for a year."""
    if day.status is not WorkStatus.HELD or day.owed or day.count_on is None:
        return None
    return day_begins(day.count_on)
