"""The red board and the improvement list of a village and a period: posted by a human after a notice, left at once for good reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from kernel import clock
from kernel.actors import Actor
from kernel.problems import Conflict, InvalidFields, NotFound
from kernel.record import record
from kernel.texts import Named, Text
from points.rules.board_states import HOLDER_ROLES, TABLE, Action, Holder, Status

if TYPE_CHECKING:
    from points.model.board_requests import MoveBoard


class Removal(Named):
    """Why a household left a list."""

    CORRECTED = "corrected", "已改正", "corrected"
    OBJECTION_UPHELD = "objection_upheld", "异议成立", "objection upheld"
    PENDING_OBJECTION = "pending_objection", "异议未答复", "an objection pends"
    CONSENT_WITHDRAWN = "consent_withdrawn", "撤回同意", "consent withdrawn"
    EXEMPT = "exempt", "不应列入", "exempt"
    REVERSED = "reversed", "已冲正", "reversed"
    MOVED_AWAY = "moved_away", "已迁出", "moved away"


class TooEarlyToPost(Conflict):
    """Households on the improvement list still have time to correct; `not_before` says until when."""

    slug = "too-early-to-post"
    title = Text("整改提醒期未满", "The notice period is not over")


class SamePerson(Conflict):
    """Whoever proposed a board does not approve it."""

    slug = "same-person"
    said = Text("拟定人与审定人不得为同一人。", "Whoever proposed the board may not approve it.")


class NoSuchResolution(InvalidFields):
    """A board names nobody on a resolution the village did not pass, or passed on something else."""

    slug = "no-such-resolution"


class NoSuchAssessment(InvalidFields):
    """A board names nobody on an impact assessment that was not made, or that found it not to be acceptable (个保法 Art. 55)."""

    slug = "no-such-assessment"


class TooManyBoards(Conflict):
    """So many boards of the village are proposed or posted that some must be ended or dropped first."""

    slug = "too-many-boards"
    said = Text(
        "拟定和公布中的榜单过多，请先撤下或弃用一部分。",
        "Too many boards are proposed or posted; end or drop some first.",
    )


class PeriodNotBegun(Conflict):
    """A snapshot is of a period that has begun."""

    slug = "period-not-begun"
    said = Text("该期尚未开始。", "This period has not begun yet.")


@record
class Board:
    """A board of a village and a period.

    Attributes
    ----------
    red, improvement
        Lines as they are shown: household, rank, net, shown name.
    removed
        Who left, when and why: the log the law asks for.
    named
        Whether names of those who consented are shown, for which the impact assessment and the villagers' resolution are needed.
    """

    id: str
    village: str
    period: str
    taken_at: datetime
    households: int
    red: list[dict[str, Any]]
    improvement: list[dict[str, Any]]
    none_because: str | None
    excluded: dict[str, str]
    named: bool
    assessment_id: str | None
    resolution_id: str | None
    proposed_by: str
    not_before: datetime
    ends_at: datetime
    created_at: datetime
    updated_at: datetime
    status: Status = Status.PROPOSED
    approved_by: str | None = None
    removed: tuple[Mapping[str, Any], ...] = ()
    version: int = 1
    steps: int = 1
    change_id: str = ""

    @property
    def is_live(self) -> bool:
        """Whether it is shown, or may come to be."""
        return self.status in (Status.PROPOSED, Status.POSTED)


class Listed(NamedTuple):
    """What is known of a household that a board shows.

    Attributes
    ----------
    consents
        Whether it consents to its name being shown, and may be named.
    care
        Whether care is due to it, or nobody lives there any more.
    objected
        Whether an objection of or about it is open.
    """

    consents: bool = False
    care: bool = False
    objected: bool = False


class Change(NamedTuple):
    """What a step leads to: the board, and what the history tells of it."""

    after: Board
    event: str
    details: Mapping[str, Any] | None = None


@record
class Facts:
    """What a step is decided on.

    Attributes
    ----------
    holds
        Whether who acts moves boards of this village.
    listed
        What is known of a household on the board; asked when a board is approved.
    """

    actor: Actor
    holds: Callable[[Holder], bool]
    listed: Callable[[str], Listed]
    now: datetime


def move(board: Board, command: MoveBoard, facts: Facts) -> Change:
    """Take a board one step further.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The board is not at this stage, the person may not, or something was left unsaid.
    SamePerson, TooEarlyToPost
        Who proposed it approves it, or the notice period is not over.
    NotFound
        A household to remove is not on the list.
    """
    offered = open_actions(board, facts.actor.person_id, facts.holds, facts.now)
    row = TABLE.move(board.status, command.action, offered=offered)
    TABLE.allow(row, facts.holds, lambda holder: HOLDER_ROLES[holder])
    TABLE.require_words(row, command)
    if command.action is Action.APPROVE:
        return Change(_approved(board, facts), "posted")
    if command.action is Action.REMOVE:
        return _without(board, command, facts)
    return Change(replace(board, status=row.target), str(row.target))


def open_actions(
    board: Board, person_id: str, holds: Callable[[Holder], bool], now: datetime
) -> list[Action]:
    """Return what a person can do with a board now."""
    early = bool(board.improvement) and now < board.not_before
    shut: list[Action] = []
    if early or board.proposed_by == person_id:
        shut.append(Action.APPROVE)
    if not board.improvement:
        shut.append(Action.REMOVE)
    return TABLE.open_to(board.status, holds, shut)


def ended(board: Board) -> Board:
    """Take a board down when its period is over."""
    return replace(board, status=Status.ENDED)


def _approved(board: Board, facts: Facts) -> Board:
    """Post a board: who objects or is exempt by now leaves it, and a consent withdrawn since the snapshot counts."""
    if board.proposed_by == facts.actor.person_id:
        raise SamePerson
    if board.improvement and facts.now < board.not_before:
        until = clock.for_people(board.not_before)
        raise TooEarlyToPost(
            Text(
                f"整改提醒期至 {until}。",
                f"Households have until {until} (Beijing time) to correct.",
            ),
            not_before=clock.local_iso(board.not_before),
        )
    after = replace(board, status=Status.POSTED, approved_by=facts.actor.person_id)
    for line in board.improvement:
        known = facts.listed(line["household"])
        why = Removal.EXEMPT if known.care else Removal.PENDING_OBJECTION
        if known.care or known.objected:
            after = removed(after, line["household"], why, facts.actor, facts.now)
    red = [
        line
        if not line["named"] or facts.listed(line["household"]).consents
        else _masked_line(line)
        for line in after.red
    ]
    return replace(after, red=red)


def _without(board: Board, command: MoveBoard, facts: Facts) -> Change:
    household, why = command.household, command.removal
    assert household is not None
    assert why is not None
    if not any(line["household"] == household for line in board.improvement):
        raise NotFound(Text("该户不在名单上。", "This household is not on the list."))
    after = removed(board, household, why, facts.actor, facts.now, command.reason)
    return Change(after, "removed", {"household": household, "reason": str(why)})


def removed(
    board: Board, household: str, why: Removal, actor: Actor, now: datetime, note: str | None = None
) -> Board:
    """Return the board without a household: off the red list when what it earned was reversed, else off the improvement list.

    Where only the consent to the name is gone, the red list keeps it masked.
    """
    red, improvement = board.red, _others(board.improvement, household)
    if why is Removal.CONSENT_WITHDRAWN:
        red = [_masked_line(line) if line["household"] == household else line for line in board.red]
    elif why is Removal.REVERSED:
        red, improvement = _others(board.red, household), board.improvement
    entry = {
        "household": household,
        "reason": str(why),
        "note": note,
        "by": actor.person_id,
        "at": clock.iso(now),
    }
    return replace(board, red=red, improvement=improvement, removed=(*board.removed, entry))


def is_concerned(board: Board, household: str, why: Removal) -> bool:
    """Tell whether a board shows what a household has now good reason to leave."""
    listed = any(line["household"] == household for line in board.improvement)
    if why is Removal.REVERSED:
        return any(line["household"] == household for line in board.red)
    if why is Removal.CONSENT_WITHDRAWN:
        named = any(line["household"] == household and line["named"] for line in board.red)
        return listed or named
    return listed


def masked(name: str | None) -> str:
    """Return a household's name as everybody may read it: 张*户 (欧阳*户 stays 欧*户: one character tells least)."""
    return f"{name[0]}*户" if name else "*户"


def _masked_line(line: Mapping[str, Any]) -> dict[str, Any]:
    return {**line, "name": masked(line["name"]), "named": False}


def _others(lines: list[dict[str, Any]], household: str) -> list[dict[str, Any]]:
    return [line for line in lines if line["household"] != household]
