"""Who holds the posts around a place, as whatever climbs there needs to know it."""

from __future__ import annotations

from collections.abc import Sequence

from escalation.rules.clocked import Staffing
from kernel import clock
from kernel.access import TIER_OFFICER, Role
from kernel.directory import PersonRow, UnitRow
from kernel.storage.rows import Key
from kernel.units import Level, Tier, is_within, path_of, tier_of


def staffing_keys(unit: str) -> list[Key]:
    """Return where the staff of a place's units are."""
    return [UnitRow.key(code) for code in path_of(unit)]


def staffing_of(
    unit: str, rows: Sequence[UnitRow | None], reporter: PersonRow | None = None
) -> Staffing:
    """Return who holds the posts around a place today.

    Parameters
    ----------
    rows
        The rows of `staffing_keys(unit)`, county first.
    reporter
        A grid worker of the place who reported for more than a grid stands in as that place's worker.
    """
    day = clock.today()
    officers: dict[Tier, frozenset[str]] = {}
    administrators: frozenset[str] = frozenset()
    workers: frozenset[str] = frozenset()
    chiefs: frozenset[str] = frozenset()
    for row in rows:
        if row is None:
            continue
        level = Level(row.level)
        if level is Level.GRID:
            workers = frozenset(row.holders(Role.GRID_WORKER, day))
            chiefs = frozenset(row.holders(Role.GRID_CHIEF, day))
        else:
            tier = Tier(level.value)
            officers[tier] = frozenset(row.holders(TIER_OFFICER[tier], day))
        if level is Level.COUNTY:
            administrators = frozenset(row.holders(Role.COUNTY_ADMIN, day))
    if reporter and any(
        post.role is Role.GRID_WORKER and is_within(post.unit, unit)
        for post in reporter.as_caller(day).posts
    ):
        workers |= {reporter.person_id}
    return Staffing(officers, workers, chiefs, administrators)


def holders_of(unit: str, row: UnitRow | None) -> frozenset[str]:
    """Return who answers for a department today: its own officers."""
    return (
        frozenset(row.holders(TIER_OFFICER[tier_of(unit)], clock.today())) if row else frozenset()
    )
