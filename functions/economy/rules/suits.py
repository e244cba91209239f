"""Members ask that the collective sues who harmed it, and sue themselves when it stays silent (集体法 Art. 60; DOMAIN 16.2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time
from typing import NamedTuple

from economy.rules.asset_states import KEEPERS
from economy.rules.assets import refuse_future
from economy.rules.gates import EconomyGateShut
from economy.rules.standing import held_by_post
from economy.rules.terms import amount
from kernel import clock
from kernel.access import Caller, Role
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names
from kernel.working_time import end_of_days

WATCHERS = frozenset({Role.COLLECTIVE_SUPERVISOR})
TOWN = frozenset({Role.TOWN_OFFICER})
TAKERS = KEEPERS | WATCHERS | TOWN
"""Who enters that members asked; the town too, as those asked may be those who harmed it."""


class SuitStatus(Named):
    """Where what members asked for stands."""

    ASKED = "asked", "待集体起诉", "asked for"
    MEMBERS_MAY = "members_may", "成员可自行起诉", "members may sue themselves"
    SUED = "sued", "集体已起诉", "the collective sued"
    MEMBERS_SUED = "members_sued", "成员已起诉", "members sued"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class SuitAction(Named):
    """What is done about it."""

    SUE = "sue", "登记集体起诉", "enter that the collective sued"
    MEMBERS_SUE = "members_sue", "登记成员起诉", "enter that members sued"
    WITHDRAW = "withdraw", "登记撤回", "enter that members withdrew it"
    LAPSE = "lapse", "期满未起诉", "let the time be over"


class SuitEvent(Named):
    """What its history tells."""

    ASKED = "asked", "书面请求起诉", "asked in writing"
    LAPSED = "lapsed", "期满未起诉，成员可自行起诉", "nobody sued in time"
    SUED = "sued", "集体起诉", "the collective sued"
    MEMBERS_SUED = "members_sued", "成员起诉", "members sued"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"


class SuitHolder(Named):
    """How somebody stands to it."""

    KEEPER = "keeper", "集体经济组织负责人", "who acts for the collective"
    SUPERVISOR = "supervisor", "集体经济组织监事", "who watches the collective"
    TOWN = "town", "所属乡镇", "the town"


SUIT_ROLES = {
    SuitHolder.KEEPER: KEEPERS,
    SuitHolder.SUPERVISOR: WATCHERS,
    SuitHolder.TOWN: TOWN,
}
_OPEN = frozenset({SuitStatus.ASKED, SuitStatus.MEMBERS_MAY})
_APART = (SuitHolder.SUPERVISOR, SuitHolder.TOWN)

SUITS: StateTable[SuitAction, SuitStatus, SuitHolder] = StateTable(
    Text("该起诉请求", "What members asked for"),
    [
        Move(
            SuitAction.SUE,
            _OPEN,
            SuitStatus.SUED,
            tuple(SuitHolder),
            ("on", "paper"),
            SuitEvent.SUED,
        ),
        Move(
            SuitAction.MEMBERS_SUE,
            frozenset({SuitStatus.MEMBERS_MAY}),
            SuitStatus.MEMBERS_SUED,
            _APART,
            ("on", "paper"),
            SuitEvent.MEMBERS_SUED,
        ),
        Move(
            SuitAction.WITHDRAW,
            _OPEN,
            SuitStatus.WITHDRAWN,
            _APART,
            ("on", "paper"),
            SuitEvent.WITHDRAWN,
        ),
        Move(
            SuitAction.LAPSE,
            frozenset({SuitStatus.ASKED}),
            SuitStatus.MEMBERS_MAY,
            event=SuitEvent.LAPSED,
        ),
    ],
    statuses=names(SuitStatus),
    actions=names(SuitAction),
    holders=names(SuitHolder),
    words={
        "on": Text("请填写日期。", "Say on which day."),
        "paper": Text("请填写案号或书面材料编号。", "Name the case, or the paper."),
    },
)


class SuedOneself(EconomyGateShut):
    """Whom a suit is asked for against takes no step in it."""

    slug = "sued-oneself"
    title = Text("被请求起诉的人应当回避", "Against oneself")
    said = Text(
        "被请求起诉的人不得登记或者办理该请求。",
        "Whom it is asked for against neither enters it nor takes a step in it.",
    )
    rests_on = "suits"


@record
class SuitDemand:
    """That members asked in writing that the collective sues.

    Attributes
    ----------
    said
        What was done, and what the collective lost.
    against
        Who is to be sued: people who run, keep or watch the collective.
    members, homes
        Who asked, by their ids on the list, and their households; neither is told to who runs the collective.
    until
        When the time is over in which the collective may keep silent.
    case
        By which case, or paper, it went on.
    """

    id: str
    village: str
    said: str
    against: tuple[str, ...]
    members: tuple[str, ...]
    homes: tuple[str, ...]
    paper: str
    handed_on: date
    until: datetime
    status: SuitStatus = SuitStatus.ASKED
    on: date | None = None
    case: str | None = None
    version: int = 1


class SuitCommand(NamedTuple):
    """A step, with what is said of it."""

    action: SuitAction
    on: date | None = None
    paper: str | None = None


class SuitChange(NamedTuple):
    """It as it is afterwards, and what the history says of it."""

    after: SuitDemand
    event: SuitEvent


def over_at(handed_on: date) -> datetime:
    """Return when the collective has kept silent for too long on what was handed over on a day, which does not count."""
    handed_at = datetime.combine(handed_on, time(12), clock.SHANGHAI)
    return end_of_days(handed_at, amount("suit_days"))


def ask(demand: SuitDemand, officers: Collection[str], caller: Caller, now: datetime) -> SuitChange:
    """Enter that members asked.

    Raises
    ------
    InvalidFields
        Too few of them did, it is against somebody who does not run the collective, or was handed over on a day to come.
    SuedOneself
        The caller is to be sued.
    """
    refuse_future(demand.handed_on, clock.day_of(now), "handed_on")
    if len(set(demand.members)) < amount("suit_members"):
        least = amount("suit_members")
        raise InvalidFields.one(
            "members",
            Text(f"须有成员 {least} 人以上。", f"{least} members at least ask for it."),
        )
    if not set(officers).issuperset(demand.against):
        raise InvalidFields.one(
            "against",
            Text("须为本集体负责人、管理人员。", "People who run, keep or watch this collective."),
        )
    _refuse_own(demand, caller)
    lapsed = lapse(demand, now)
    return SuitChange(lapsed.after if lapsed else demand, SuitEvent.ASKED)


def standing_of(demand: SuitDemand, caller: Caller) -> frozenset[SuitHolder]:
    """Return how somebody stands to it."""
    return held_by_post(caller, demand.village, SUIT_ROLES, {SuitHolder.TOWN})


def actions_of(
    demand: SuitDemand, caller: Caller, *, watches_own: bool = False
) -> list[SuitAction]:
    """Return what somebody may do about it now: nothing who is to be sued, or watches the own relatives."""
    if caller.person_id in demand.against or watches_own:
        return []
    standing = standing_of(demand, caller)
    return SUITS.open_to(demand.status, lambda holder: holder in standing)


def move(demand: SuitDemand, command: SuitCommand, caller: Caller, now: datetime) -> SuitChange:
    """Take a step about it.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    InvalidFields
        It is said to have happened on a day to come, or before it was asked for.
    SuedOneself
        The caller is to be sued.
    """
    row = SUITS.move(demand.status, command.action, (), actions_of(demand, caller))
    standing = standing_of(demand, caller)
    SUITS.allow(row, lambda holder: holder in standing, lambda holder: SUIT_ROLES[holder])
    _refuse_own(demand, caller)
    SUITS.require_words(row, command)
    assert command.on is not None, "the table asks for it"
    refuse_future(command.on, clock.day_of(now), "on")
    if command.on < demand.handed_on:
        raise InvalidFields.one(
            "on", Text("不得早于请求提交日期。", "Not before it was asked for.")
        )
    after = replace(
        demand,
        status=row.target,
        on=command.on,
        case=command.paper,
        version=demand.version + 1,
    )
    return SuitChange(after, SuitEvent(str(row.event)))


def lapse(demand: SuitDemand, now: datetime) -> SuitChange | None:
    """Return it once the collective has kept silent for too long; None before, or where somebody sued."""
    if demand.status is not SuitStatus.ASKED or now < demand.until:
        return None
    row = SUITS.move(demand.status, SuitAction.LAPSE)
    after = replace(demand, status=row.target, version=demand.version + 1)
    return SuitChange(after, SuitEvent.LAPSED)


def _refuse_own(demand: SuitDemand, caller: Caller) -> None:
    if caller.person_id in demand.against:
        raise SuedOneself
