"""The ninety days from filing to decision, and what stops them (处罚法 Arts. 60, 85)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from enforcement.rules.choice_of_law import refuse_out_of_force
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import day_of, until
from kernel.law import Reference
from kernel.record import record
from kernel.texts import Text


@record
class Suspension:
    """A time in which the ninety days do not run."""

    since: datetime
    basis: Reference
    ended_at: datetime | None = None


class NoBasisToSuspend(GateShut):
    """The Act knows no pause of the ninety days: a rule that does is cited, or they run."""

    slug = "no-basis-to-suspend"
    title = Text("中止无依据", "No basis to suspend")
    said = Text(
        "行政处罚法未规定中止，须引用有效的法律、法规、规章依据。",
        "The Act knows no suspension: cite a law, regulation or rule in force.",
    )
    rests_on = "decision_clock"


def suspend(basis: Reference | None, at: datetime) -> Suspension:
    """Return a suspension that begins.

    Raises
    ------
    NoBasisToSuspend
        No basis is cited, or one that is no law here.
    NotInForce
        It is not in force that day.
    """
    if basis is None:
        raise NoBasisToSuspend
    refuse_out_of_force([basis], day_of(at))
    if not basis.on(day_of(at)).is_law:
        raise NoBasisToSuspend(cited=basis)
    return Suspension(at, basis)


def decide_until(filed_at: datetime, suspensions: Iterable[Suspension], now: datetime) -> datetime:
    """Return until when a case is to be decided: ninety calendar days from filing, a Sunday too, and each whole day suspended.

    Parts of a day count for the party: a suspension adds the days between its first and its last, and one that goes on adds those up to now.
    """
    paused = sum((day_of(one.ended_at or now) - day_of(one.since)).days for one in suspensions)
    return until("decision", filed_at) + timedelta(days=paused)
