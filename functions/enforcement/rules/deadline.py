"""The ninety days from filing to decision, and what stops them (处罚法 Arts. 60, 85)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from enforcement.rules.choice_of_law import refuse_out_of_force
from enforcement.rules.numbers import document
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import until
from kernel.clock import day_of
from kernel.law import Reference, reference
from kernel.record import record
from kernel.texts import Text


@record
class Suspension:
    """A time in which the ninety days do not run."""

    since: datetime
    basis: Reference
    ended_at: datetime | None = None


_CRIME = "suspected_crime"


class NoBasisToSuspend(GateShut):
    """The Act knows no pause of the ninety days: a rule that does is cited, or they run."""

    slug = "no-basis-to-suspend"
    title = Text("中止无依据", "No basis to suspend")
    said = Text(
        "行政处罚法未规定中止，须引用规定了中止的有效依据；现有依据已随本提示列出。",
        "The Act knows no suspension: cite an article in force that does; `grounds` names those known here.",
    )
    rests_on = "decision_clock"


@cache
def _grounds() -> tuple[tuple[str | None, Reference], ...]:
    """Return the articles by which the ninety days may stand still, each with what has to be so (`data/suspensions.json`)."""
    listed = document("suspensions")["grounds"]
    return tuple((one.get("while"), reference(one["cites"])) for one in listed)


def grounds_to_suspend(day: date, *, suspected_crime: bool) -> list[Reference]:
    """Return the grounds that are law here on a day and fit a case; whatever else is law is no ground for standing still."""
    return [
        one
        for when, one in _grounds()
        if one.on(day).is_law and (when is None or (when == _CRIME and suspected_crime))
    ]


def suspend(basis: Reference | None, at: datetime, *, suspected_crime: bool) -> Suspension:
    """Return a suspension that begins.

    Parameters
    ----------
    suspected_crime
        Whether the act may be a crime, as reported by two officers.

    Raises
    ------
    NoBasisToSuspend
        No basis is cited, or one that knows no suspension, or not of such a case; `grounds` names those that fit it, `known` all.
    NotInForce
        It is not in force that day.
    """
    day = day_of(at)
    fitting = grounds_to_suspend(day, suspected_crime=suspected_crime)
    told: dict[str, Any] = {
        "grounds": [one.named for one in fitting],
        "known": [one.named for _, one in _grounds()],
    }
    if basis is None:
        raise NoBasisToSuspend(**told)
    refuse_out_of_force([basis], day)
    if not any(_is_of(basis, one) for one in fitting):
        raise NoBasisToSuspend(cited=basis, **told)
    return Suspension(at, basis)


def _is_of(basis: Reference, ground: Reference) -> bool:
    named = set(basis.articles)
    return basis.statute.id == ground.statute.id and bool(named) and named <= set(ground.articles)


def decide_until(filed_at: datetime, suspensions: Iterable[Suspension], now: datetime) -> datetime:
    """Return until when a case is to be decided: ninety calendar days from filing, a Sunday too, and each whole day suspended.

    Parts of a day count for the party: a suspension adds the days between its first and its last, and one that goes on adds those up to now.
    """
    paused = sum((day_of(one.ended_at or now) - day_of(one.since)).days for one in suspensions)
    return until("decision", filed_at) + timedelta(days=paused)
