"""Who answers after whom: the rungs of a ladder, as they are for one unit."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.units import Level, Tier, ancestor, parent_of, tier_of

OFFICE = "office"
"""The rung of a department's own office; for a place it is none."""

_LEVELS = frozenset(Tier)


class UnknownRung(ValueError):
    """A ladder names a rung that is neither `office`, nor a level, nor a department of one (`county-SFJ`)."""


def way_up(unit: str, rungs: Sequence[str]) -> tuple[str, ...]:
    """Return the units above `unit` on a ladder, nearest first; rungs that are not above it are left out.

    Raises
    ------
    UnknownRung
        The ladder is none.
    """
    way: list[str] = []
    for rung in rungs:
        code = _at(rung, unit)
        if code and code not in (unit, *way) and tier_of(code).rank >= tier_of(unit).rank:
            way.append(code)
    return tuple(way)


def _at(rung: str, unit: str) -> str | None:
    """Return the unit that stands on a rung for `unit`; None where there is none."""
    if rung == OFFICE:
        return parent_of(unit) if "-" in unit else None
    level, _, department = rung.partition("-")
    if level not in _LEVELS:
        raise UnknownRung(rung)
    code = ancestor(unit, Level(level))
    return f"{code}-{department}" if code and department else code
