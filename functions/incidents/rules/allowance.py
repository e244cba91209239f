"""What is left of the time to handle an incident: one allowance for each unit that answers for it now, or has handed it down.

However the units of a tier and below hand an incident to and fro, they draw on what the tier was given when the incident came to it, by
climbing or by a decision from above. So the time without such a decision is bounded by the limit, what was granted on top of it, and
the suspensions up to their cap; only waiting for those above (an answer, a first confirmation) is not charged (首问负责, 限时办结;
唐山市12345条例 Arts. 15(6), 24(2), 26).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from kernel.record import record
from kernel.units import Level, Tier, level_of, tier_of
from kernel.working_time import Due, Limit, TimeUnit, add, add_seconds, remaining

LimitOf = Callable[[str], Limit]
"""How long a unit has for the incident in question."""

_NATURAL = ("seconds", "natural_hours")


@record
class Allowance:
    """What a unit still has of its limit.

    Attributes
    ----------
    since
        Since when it runs; None: it stands still.
    left
        How many seconds of the limit's own time were left at `since`; None: the whole limit.
    extra
        How many seconds by day and night come on top, granted as natural time on a limit of working time.
    extensions, suspensions
        How often more time was asked for, whatever the answer.
    solutions
        How many solutions went to confirmation: waiting for the first is not charged.
    """

    unit: str
    since: datetime | None
    left: float | None = None
    extra: float = 0.0
    extensions: int = 0
    suspensions: int = 0
    solutions: int = 0

    def until(self, limit: Limit) -> Due:
        """Return when it is used up, running since `since`."""
        assert self.since is not None, "what stands still ends at no instant"
        due = (
            add(self.since, limit)
            if self.left is None
            else add_seconds(self.since, self.left, limit.unit)
        )
        return Due(due.at + timedelta(seconds=self.extra), due.provisional)

    def paused(self, now: datetime, limit: Limit) -> Allowance:
        """Return it standing still with what is left at `now`."""
        if self.since is None:
            return self
        ends = self.until(limit).at
        regular = ends - timedelta(seconds=self.extra)
        return replace(
            self,
            since=None,
            left=max(0.0, remaining(now, regular, limit.unit)),
            extra=min(self.extra, max(0.0, (ends - now).total_seconds())),
        )

    def resumed(self, now: datetime) -> Allowance:
        """Return it running, from `now` if it stood still."""
        return replace(self, since=now) if self.since is None else self

    def granted(self, more: Limit, now: datetime, unit: TimeUnit) -> Allowance:
        """Return it with more time, while it stands still: natural time stays natural on a limit of working time.

        Parameters
        ----------
        unit
            In which time its own limit runs.
        """
        left = self.left or 0.0
        if more.unit in _NATURAL and unit not in _NATURAL:
            span = add(now, more).at - now
            return replace(self, extra=self.extra + span.total_seconds())
        later = add(add_seconds(now, left, unit).at, more).at
        return replace(self, left=remaining(now, later, unit))

    def proposed(self, now: datetime, limit: Limit) -> Allowance:
        """Return it while a solution waits to be confirmed: the first time it stands still, from then on it runs."""
        waits = self.resumed(now) if self.solutions else self.paused(now, limit)
        return replace(waits, solutions=self.solutions + 1)


Allowances = tuple[Allowance, ...]
"""The responsible unit's first, then those of the units above that handed it down, each higher than the one before."""


def standing(unit: str) -> int:
    """Return how high a unit stands: a grid below its village, a department below its office, the county's office on top."""
    below_its_office = level_of(unit) in (Level.GRID, Level.DEPARTMENT)
    return tier_of(unit).rank * 2 + (0 if below_its_office else 1)


_TOP = Tier.COUNTY.rank * 2 + 1


def arrived(held: Allowances, unit: str, now: datetime, by: str | None) -> Allowances:
    """Return the allowances once a unit has the incident: it goes on with its own, or has a whole one.

    Parameters
    ----------
    by
        The unit that decided so: what those below it had counts no more, what it has itself runs on. None: it came by itself.
    """
    least = max(standing(unit), standing(by) if by else 0)
    kept = tuple(one.resumed(now) for one in held if standing(one.unit) >= least)
    if kept and standing(kept[0].unit) == standing(unit):
        return (replace(kept[0], unit=unit), *kept[1:])
    return (Allowance(unit, now), *kept)


def ends(held: Allowances, limit_of: LimitOf) -> Due:
    """Return until when the responsible unit has the incident: as long as everybody who handed it down, and not longer."""
    first, *above = held
    own = first.until(limit_of(first.unit))
    bounds = (one.until(limit_of(one.unit)) for one in _binding(above))
    return min((own, *bounds), key=lambda due: due.at)


def ends_above(held: Allowances, unit: str, limit_of: LimitOf) -> datetime | None:
    """Return when the first of those runs out that run on while a unit is waited for; None where none does."""
    bounds = [
        one.until(limit_of(one.unit)).at
        for one in _binding(held)
        if standing(one.unit) >= standing(unit)
    ]
    return min(bounds, default=None)


def binding(held: Allowances, limit_of: LimitOf) -> int:
    """Return how high the unit stands whose allowance runs out when the responsible unit's does: only who stands higher can give more."""
    at = ends(held, limit_of).at
    bound = [one for one in _binding(held) if one.until(limit_of(one.unit)).at <= at]
    return max(standing(one.unit) for one in (held[0], *bound))


def below(held: Allowances, unit: str, changed: Callable[[Allowance], Allowance]) -> Allowances:
    """Return the allowances with those changed that a unit can stop and lengthen: of those below it, and the responsible unit's own."""
    return tuple(
        changed(one) if n == 0 or standing(one.unit) < standing(unit) else one
        for n, one in enumerate(held)
    )


def _binding(held: Iterable[Allowance]) -> list[Allowance]:
    """Return those that run and have somebody above: what the county's office has handed down is not due before its own limit."""
    return [one for one in held if one.since is not None and standing(one.unit) < _TOP]
