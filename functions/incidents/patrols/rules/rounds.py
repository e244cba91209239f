"""A grid worker's round: begun for own grids, ended or cancelled by the worker, or by its limit; what is found counts for the round alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from incidents.patrols.rules.round_states import ROUNDS, STATUS_NAMES, Action, Event, Status
from kernel.access import OFFICERS, Caller, Role, require_post_over
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Text
from kernel.units import Level, ancestor, is_within, level_of
from kernel.working_time import Limit, add

OVERSEERS = OFFICERS | {Role.GRID_CHIEF}
"""Who sees the rounds of a place: its grid chief and the officers over it."""


@record
class Limits:
    """The numbers of `limits.json`: how long a round may be open, and how long it is kept afterwards."""

    open_for: Limit
    kept: timedelta


@cache
def limits() -> Limits:
    """Return the limits as packaged."""
    said = json.loads((Path(__file__).parent / "limits.json").read_text(encoding="utf-8"))
    return Limits(
        Limit(said["round"]["amount"], said["round"]["unit"]),
        timedelta(**{said["kept"]["unit"]: said["kept"]["amount"]}),
    )


class PatrolId(NamedTuple):
    """A round's id says in which village it is kept: `140426106201-01M8…`."""

    village: str
    number: str

    @classmethod
    def parse(cls, text: str) -> PatrolId:
        """Read an id of the form the routes let through."""
        village, _, number = text.partition("-")
        return cls(village, number)

    def __str__(self) -> str:
        return f"{self.village}-{self.number}"


@record
class Round:
    """A grid worker's round.

    Attributes
    ----------
    limit_at
        When it ends by itself.
    ended_at
        When the worker ended or cancelled it; its limit when nobody did; None while it is open.
    findings
        How many incidents came of it.
    """

    id: PatrolId
    worker: str
    grids: tuple[str, ...]
    began_at: datetime
    limit_at: datetime
    status: Status = Status.OPEN
    ended_at: datetime | None = None
    findings: int = 0
    steps: int = 1
    version: int = 1


class RoundAlreadyOpen(Conflict):
    """A person is on one round at a time; `patrol_id` says on which."""

    slug = "round-already-open"
    said = Text("您有一次巡格尚未结束，请先结束。", "You have a round under way: end it first.")


class RoundIsOver(Conflict):
    """Nothing is added to a round that was ended, cancelled, or has reached its limit."""

    slug = "round-is-over"

    def __init__(self, status: Status) -> None:
        name = STATUS_NAMES[status]
        detail = Text(
            f"本次巡格{name.zh}；可直接上报事件。",
            f"The round is over ({name.en}); report the incident by itself.",
        )
        super().__init__(detail, round_status=str(status))


class RoundHasFindings(Conflict):
    """What led to findings has taken place: such a round is ended, not cancelled."""

    slug = "round-has-findings"

    def __init__(self) -> None:
        detail = Text(
            "本次巡格已有发现，不能取消，请结束巡格。",
            "The round has findings: it can be ended, not cancelled.",
        )
        super().__init__(detail, legal_actions=[str(Action.END)])


def begin(
    grids: Sequence[str], *, number: str, caller: Caller, now: datetime, allowed: Limits
) -> Round:
    """Begin a round through own grids of one village; through all of them when none is named.

    Raises
    ------
    OutsideYourArea, NotAllowed
        A grid is not the caller's as grid worker.
    InvalidFields
        What is named is no grid, or the grids lie in several villages.
    """
    wanted = tuple(dict.fromkeys(grids)) or _own_grids(caller)
    for grid in wanted:
        if level_of(grid) is not Level.GRID:
            raise InvalidFields.one(
                "grids", Text(f"{grid} 不是网格代码。", f"{grid} is not the code of a grid.")
            )
        require_post_over(caller, grid, {Role.GRID_WORKER})
    villages = {ancestor(grid, Level.VILLAGE) or grid for grid in wanted}
    if len(villages) != 1:
        refusal = InvalidFields.one(
            "grids",
            Text("请指定同一村的网格。", "Name the grids of the round; all of one village."),
        )
        refusal.more["grids"] = sorted(_own_grids(caller))
        raise refusal
    return Round(
        id=PatrolId(villages.pop(), number),
        worker=caller.person_id,
        grids=wanted,
        began_at=now,
        limit_at=add(now, allowed.open_for).at,
    )


def _own_grids(caller: Caller) -> tuple[str, ...]:
    grids = {
        post.unit
        for post in caller.posts
        if post.role is Role.GRID_WORKER and level_of(post.unit) is Level.GRID
    }
    return tuple(sorted(grids))


def as_of(round_: Round, now: datetime) -> Round:
    """Return a round as it stands now: one that reached its limit is over, also before anybody has written that down."""
    if round_.status is not Status.OPEN or now < round_.limit_at:
        return round_
    return _over(round_, Action.LAPSE, round_.limit_at)


def move(round_: Round, action: Action, now: datetime) -> Round:
    """End or cancel a round; the same a second time changes nothing.

    Raises
    ------
    RoundIsOver
        It is over in another way.
    RoundHasFindings
        It cannot be cancelled any more.
    """
    if round_.status is ROUNDS.move(Status.OPEN, action).to:
        return round_
    if ROUNDS.find(round_.status, action) is None:
        raise RoundIsOver(round_.status)
    if action in _shut(round_):
        raise RoundHasFindings
    return _over(round_, action, now)


def event_of_ending(round_: Round) -> Event:
    """Return what the history says of how a round ended."""
    return Event(str(next(move.event for move in ROUNDS.moves if move.to is round_.status)))


def _shut(round_: Round) -> tuple[Action, ...]:
    return (Action.CANCEL,) if round_.findings else ()


def found(round_: Round, now: datetime) -> Round:
    """Count a finding.

    Raises
    ------
    RoundIsOver
        The round is not under way.
    """
    present = as_of(round_, now)
    if present.status is not Status.OPEN:
        raise RoundIsOver(present.status)
    return replace(present, findings=present.findings + 1, version=present.version + 1)


def place_of_finding(round_: Round) -> str:
    """Return where a finding is that names no place: the round's grid.

    Raises
    ------
    InvalidFields
        The round goes through several; `grids` lists them.
    """
    if len(round_.grids) == 1:
        return round_.grids[0]
    refusal = InvalidFields.one(
        "unit",
        Text(
            "本次巡格有多个网格，请指明网格或位置。",
            "The round goes through several grids: name one, or give a location.",
        ),
    )
    refusal.more["grids"] = list(round_.grids)
    raise refusal


def actions_of(round_: Round, caller: Caller) -> list[Action]:
    """Return what the caller may do with a round."""
    if round_.worker != caller.person_id:
        return []
    return list(ROUNDS.legal(round_.status, _shut(round_)))


def may_see(round_: Round, caller: Caller) -> bool:
    """Tell whether somebody sees a round: its worker, the chiefs of its grids, the officers over its village."""
    if round_.worker == caller.person_id:
        return True
    return any(caller.post_over(grid, OVERSEERS) is not None for grid in round_.grids)


def goes_through(round_: Round, unit: str) -> bool:
    """Tell whether a round goes through a unit: a grid, or a village with its grids."""
    return any(is_within(grid, unit) for grid in round_.grids)


def _over(round_: Round, action: Action, at: datetime) -> Round:
    status = ROUNDS.move(round_.status, action).to
    assert status is not None, "every step of a round ends it"
    return replace(
        round_, status=status, ended_at=at, steps=round_.steps + 1, version=round_.version + 1
    )
