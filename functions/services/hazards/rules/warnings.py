"""Warnings of rain, wind or fire weather: from the instant one is given, the places it concerns are due, whatever the hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Text
from services.hazards.rules.checklists import HazardKind
from services.hazards.rules.terms import amount


class TooManyWarnings(Conflict):
    """A unit has as many warnings as it may; `most` says how many."""

    slug = "too-many-warnings"

    def __init__(self) -> None:
        most = amount("warnings_of_a_unit")
        detail = Text(f"同时有效的预警最多 {most} 条。", f"At most {most} warnings hold at once.")
        super().__init__(detail, most=most)


@record
class Warned:
    """One warning."""

    id: str
    kinds: tuple[HazardKind, ...]
    reason: str
    given_at: datetime
    until: datetime


@record
class Warnings:
    """The warnings of a unit; `id` is its code."""

    id: str
    given: tuple[Warned, ...] = ()
    version: int = 0

    def now(self, at: datetime) -> tuple[Warned, ...]:
        """Return those that hold."""
        return tuple(one for one in self.given if one.until > at)


def give(warnings: Warnings, warned: Warned) -> Warnings:
    """Give a warning; those that are over are dropped, their steps remain.

    Raises
    ------
    InvalidFields
        It would hold for longer than one may, or is over already.
    TooManyWarnings
        The unit has enough.
    """
    most = amount("warning_days")
    if not warned.given_at < warned.until <= warned.given_at + timedelta(days=most):
        text = Text(f"须在 {most} 日以内。", f"Must end within {most} days.")
        raise InvalidFields.one("until", text)
    holding = warnings.now(warned.given_at)
    if len(holding) >= amount("warnings_of_a_unit"):
        raise TooManyWarnings
    return replace(warnings, given=(*holding, warned), version=warnings.version + 1)
