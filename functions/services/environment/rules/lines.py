"""Lines (线): roads, lanes, door fronts, ditches, field edges; who must keep each, how often, and when it was last done (DOMAIN 17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from kernel.access import OFFICERS, Caller, Role
from kernel.clock import day_of, midnight_after
from kernel.field_time import believed
from kernel.problems import NotAllowed
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names
from kernel.units import Level, ancestor
from kernel.working_time import add
from services.environment.rules.courtyard_states import GRID_STAFF
from services.environment.rules.terms import amount, limit, terms


class LineKind(Named):
    """What a line is."""

    ROAD = "road", "道路", "road"
    LANE = "lane", "巷道", "lane"
    DOOR_FRONT = "door_front", "门前", "door front"
    DITCH = "ditch", "沟渠", "ditch"
    FIELD_EDGE = "field_edge", "田边地头", "field edge"
    SQUARE = "square", "广场", "square"
    MARKET = "market", "集市", "market"
    FIRM_GROUND = "firm_ground", "单位用地", "a firm's ground"


class CleaningDuty(Named):
    """Who must keep a place clean."""

    USER = "user", "使用人", "who uses the house"
    COMMITTEE = "committee", "村民委员会", "the villagers' committee"
    MANAGER = "manager", "经营管理人", "the market's manager"
    FIRM = "firm", "单位", "the firm"
    UNCLEAR = "unclear", "待乡镇确定", "to be settled by the town"


class LineStatus(Named):
    """Where a line stands."""

    KEPT = "kept", "管护中", "kept"
    RETIRED = "retired", "已停用", "no more"


class LineAction(Named):
    """What is done with a line."""

    DONE = "done", "完成管护", "say that it was done"
    CHANGE = "change", "调整", "change keeper, interval or length"
    SETTLE = "settle", "确定责任人", "settle who must keep it"
    FALL_DUE = "fall_due", "到期", "fall due"
    RETIRE = "retire", "停用", "retire it"


class LineEvent(Named):
    """What the history of a line tells."""

    SET_UP = "set_up", "已登记", "entered"
    DONE = "done", "已管护", "done"
    CHANGED = "changed", "已调整", "changed"
    SETTLED = "settled", "已确定责任人", "settled who must keep it"
    OVERDUE = "overdue", "已逾期", "overdue"
    RETIRED = "retired", "已停用", "retired"


class LineHolder(Named):
    """How somebody stands to a line."""

    KEEPER = "keeper", "管护人", "its keeper"
    STAFF = "staff", "本村工作人员", "who serves the village"
    OFFICERS = "officers", "村及上级干部", "officers of the village and above"
    TOWN = "town", "乡镇及以上干部", "officers of the town and above"


ABOVE = frozenset({Role.TOWN_OFFICER, Role.COUNTY_OFFICER, Role.COUNTY_ADMIN})
LINE_ROLES = {
    LineHolder.KEEPER: frozenset({Role.RESIDENT}),
    LineHolder.STAFF: GRID_STAFF,
    LineHolder.OFFICERS: OFFICERS,
    LineHolder.TOWN: ABOVE,
}
_KEPT = frozenset({LineStatus.KEPT})

LINES: StateTable[LineAction, LineStatus, LineHolder] = StateTable(
    Text("该管护线", "The line"),
    [
        Move(LineAction.DONE, _KEPT, LineStatus.KEPT,
             (LineHolder.KEEPER, LineHolder.STAFF, LineHolder.OFFICERS), ("done_at",),
             LineEvent.DONE, ends=("upkeep",)),
        Move(LineAction.CHANGE, _KEPT, LineStatus.KEPT, (LineHolder.OFFICERS,), ("reason",),
             LineEvent.CHANGED, ends=("upkeep",)),
        Move(LineAction.SETTLE, _KEPT, LineStatus.KEPT, (LineHolder.TOWN,), ("duty", "reason"),
             LineEvent.SETTLED),
        Move(LineAction.FALL_DUE, _KEPT, LineStatus.KEPT, event=LineEvent.OVERDUE,
             begins=("upkeep",)),
        Move(LineAction.RETIRE, _KEPT, LineStatus.RETIRED, (LineHolder.OFFICERS,), ("reason",),
             LineEvent.RETIRED, ends=("upkeep",)),
    ],
    statuses=names(LineStatus),
    actions=names(LineAction),
    holders=names(LineHolder),
    words={
        "done_at": Text("请填写完成时间。", "Say when it was done."),
        "reason": Text("请说明原因。", "Say why."),
        "duty": Text("请指明责任人类别。", "Say who must keep it."),
    },
)  # fmt: skip


class LineOverdue(NotAllowed):
    """Whoever owes the upkeep of a line does not end that by a longer interval, or by retiring it: the tier above does."""

    slug = "line-overdue"
    said = Text(
        "逾期未管护的，延长间隔或停用由上一级决定。",
        "It is overdue: a longer interval, or its end, is decided above whoever owes it.",
    )


@record
class Position:
    """A position in CGCS2000 degrees."""

    lat: float
    lon: float


@record
class Line:
    """A line of a village.

    Attributes
    ----------
    duty
        Who must keep it, by the rule of duty areas; `unclear` until the town settles it.
    keeper
        The person who looks after it; None: the village's staff.
    owed
        By which its upkeep is owed; None: it is not overdue, or its clock has not come by yet.
    """

    id: str
    village: str
    kind: LineKind
    name: str
    length_m: int
    duty: CleaningDuty
    interval_days: int
    entered_on: date
    path: tuple[Position, ...] = ()
    keeper: str | None = None
    last_done_on: date | None = None
    status: LineStatus = LineStatus.KEPT
    owed: str | None = None
    version: int = 1

    @property
    def due_on(self) -> date:
        """The day by whose end it is to be done next."""
        return (self.last_done_on or self.entered_on) + timedelta(days=self.interval_days)

    def is_overdue(self, today: date) -> bool:
        """Tell whether its day has passed."""
        return self.status is LineStatus.KEPT and today > self.due_on


class LineCommand(NamedTuple):
    """A step, with what was said of it."""

    action: LineAction
    done_at: datetime | None = None
    reason: str | None = None
    duty: CleaningDuty | None = None
    keeper: str | None = None
    interval_days: int | None = None
    length_m: int | None = None
    path: tuple[Position, ...] | None = None


class LineChange(NamedTuple):
    """A line as it is afterwards, and what the history says of it."""

    before: Line | None
    after: Line
    event: LineEvent
    said: str | None = None


def duty_of(kind: LineKind) -> CleaningDuty:
    """Return who must keep a place of a kind; where that is unclear the town settles it.

    The front of a house its user, streets, ditches and squares the committee, a market its manager, a firm's ground the firm
    (濮阳市城乡生活垃圾条例 Art. 18: law elsewhere, here a parameter).
    """
    return CleaningDuty(terms()["duty"].get(kind, CleaningDuty.UNCLEAR))


def owing_unit(line: Line) -> str:
    """Return which unit owes what is overdue: the village, which sees to it that whoever must does; the town while that is unclear."""
    if line.duty is not CleaningDuty.UNCLEAR:
        return line.village
    town = ancestor(line.village, Level.TOWN)
    assert town is not None, "a village lies in a town"
    return town


def owed_by(now: datetime) -> datetime:
    """Return by when an overdue line is to be done before it climbs."""
    return add(now, limit("line_grace")).at


def standing_of(line: Line, caller: Caller) -> frozenset[LineHolder]:
    """Return how somebody stands to a line; every grid of the village is near enough to do it."""
    found: set[LineHolder] = set()
    if line.keeper == caller.person_id:
        found.add(LineHolder.KEEPER)
    if any(one.role in GRID_STAFF and one.unit.startswith(line.village) for one in caller.posts):
        found.add(LineHolder.STAFF)
    if caller.post_over(line.village, OFFICERS):
        found.add(LineHolder.OFFICERS)
    if caller.post_over(line.village, ABOVE):
        found.add(LineHolder.TOWN)
    return frozenset(found)


def actions_of(line: Line, caller: Caller) -> list[LineAction]:
    """Return what somebody may do with a line now."""
    standing = standing_of(line, caller)
    return LINES.open_to(line.status, lambda one: one in standing)


def move(line: Line, command: LineCommand, caller: Caller, now: datetime) -> LineChange:
    """Take a line one step further; what was done earlier than is known already, and comes in late, is on record and moves no day back.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    LineOverdue
        It is overdue, and whoever owes it would end that otherwise than by doing it.
    """
    row = LINES.move(line.status, command.action, offered=actions_of(line, caller))
    standing = standing_of(line, caller)
    LINES.allow(row, lambda one: one in standing, lambda one: LINE_ROLES[one])
    LINES.require_words(row, command)
    longer = (command.interval_days or 0) > line.interval_days
    ends = command.action is LineAction.RETIRE or (command.action is LineAction.CHANGE and longer)
    if ends and line.is_overdue(day_of(now)) and not _stands_above(line, caller):
        raise LineOverdue
    after = replace(line, status=row.target, version=line.version + 1)
    match command.action:
        case LineAction.DONE:
            assert command.done_at is not None, "the table asks for it"
            day = day_of(believed(command.done_at, now, amount("believable_days")))
            after = replace(after, last_done_on=max(day, line.last_done_on or day))
        case LineAction.CHANGE:
            after = replace(
                after,
                keeper=command.keeper or line.keeper,
                interval_days=command.interval_days or line.interval_days,
                length_m=command.length_m or line.length_m,
                path=line.path if command.path is None else command.path,
            )
        case LineAction.SETTLE:
            after = replace(after, duty=command.duty or line.duty)
        case _:
            pass
    event = row.event
    assert isinstance(event, LineEvent), "every row of the table names its event"
    return LineChange(line, after, event, command.reason)


def _stands_above(line: Line, caller: Caller) -> bool:
    roles = ABOVE - {Role.TOWN_OFFICER} if line.duty is CleaningDuty.UNCLEAR else ABOVE
    return caller.post_over(line.village, roles) is not None


def fall_due(line: Line, today: date, owed_id: str) -> LineChange | None:
    """Let a line be owed whose day has passed; None: it has not, or it is owed already."""
    if line.owed or not line.is_overdue(today):
        return None
    after = replace(line, owed=owed_id, version=line.version + 1)
    return LineChange(line, after, LineEvent.OVERDUE)


def wakes_at(line: Line) -> datetime | None:
    """Return when the clock looks at a line: once its day is over."""
    if line.status is LineStatus.RETIRED or line.owed:
        return None
    return midnight_after(line.due_on)
