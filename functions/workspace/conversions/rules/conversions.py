"""One matter in several forms: which form it may take next, and when it goes back to the one it had before (DESIGN.md 6).

A chain begins with whatever was entered first. Its last form has the clock; the others stand still and are taken back one by one, each
when what it became has ended. No chain comes round to a kind it has been: what is a hazard again is taken back to the hazard it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from incidents.rules.solution import Solution
from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Named, Text


class MatterKind(Named):
    """What a matter may be handled as."""

    INCIDENT = "incident", "事件", "incident"
    HAZARD = "hazard", "隐患", "hazard"
    MEDIATION = "mediation", "矛盾纠纷", "dispute"
    CLUE = "clue", "执法线索", "clue of enforcement"


class Matter(NamedTuple):
    """One form of a matter."""

    kind: MatterKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


class Outcome(NamedTuple):
    """How a form stands: whether it has ended, how it was solved, if it was, and when, if it may go on after all."""

    ended: bool
    status: Text
    solution: Solution | None = None
    ended_at: datetime | None = None


class SameKind(Conflict):
    """A matter is not converted into what it is."""

    slug = "same-kind"
    said = Text("不能转为同一类事项。", "It is of that kind already.")


class WouldGoRound(Conflict):
    """The chain has been of that kind: end it here, and it is taken back there; `held` says which that is."""

    slug = "would-go-round"

    def __init__(self, held: Matter) -> None:
        detail = Text(
            f"本事项由{held.kind.said.zh}转来，请在此办结后由其收回，不能再次转为{held.kind.said.zh}。",
            f"It came from a matter that was handled as {held.kind.said.en}: end it here, and it is taken back there.",
        )
        super().__init__(detail, held=str(held))


class StillUnderWay(Conflict):
    """A matter is taken back when what it became has ended."""

    slug = "still-under-way"

    def __init__(self, status: Text) -> None:
        detail = Text(
            f"转办事项尚未结束（{status.zh}），结束后方可收回。",
            f"What it became has not ended ({status.en}).",
        )
        super().__init__(detail)


class TakenBackAlready(Conflict):
    """A conversion is undone once."""

    slug = "taken-back-already"
    said = Text("该转办已收回。", "It was taken back already.")


@record
class Conversion:
    """That a matter is handled as something else.

    Attributes
    ----------
    source, target
        What it was, and what it became.
    solved
        Once it was taken back: whether it was solved there.
    """

    id: str
    source: Matter
    target: Matter
    reason: str
    converted_at: datetime
    converted_by: str
    taken_back_at: datetime | None = None
    taken_back_by: str | None = None
    solved: bool | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether the source still stands still."""
        return self.taken_back_at is None


def refuse_round(source: Matter, into: MatterKind, before: Iterable[Matter]) -> None:
    """Let a matter take a form it has not had.

    Parameters
    ----------
    before
        The forms that led to this one and stand still.

    Raises
    ------
    SameKind
        It is of that kind now.
    WouldGoRound
        It has been.
    """
    if source.kind is into:
        raise SameKind
    held = next((one for one in before if one.kind is into), None)
    if held is not None:
        raise WouldGoRound(held)


def refuse_early(conversion: Conversion, outcome: Outcome) -> None:
    """Let a matter be taken back once, when what it became has ended.

    Raises
    ------
    TakenBackAlready, StillUnderWay
        It was, or that goes on.
    """
    if not conversion.is_open:
        raise TakenBackAlready
    if not outcome.ended:
        raise StillUnderWay(outcome.status)
