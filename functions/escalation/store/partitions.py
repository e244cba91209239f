"""By which towns an index is parted, so that no partition of it holds the whole county."""

from __future__ import annotations

from escalation.store.rows import COUNTY
from kernel.directory import UnitRow
from kernel.storage.lists import every_row
from kernel.units import Level, ancestor


def partition_of(unit: str) -> str:
    """Return the town a unit lies in; the county for what stands above the towns."""
    return ancestor(unit, Level.TOWN) or COUNTY


def partitions() -> list[str]:
    """Return the county and every town of it: one Query, which may lag a moment."""
    towns = every_row(UnitRow, ("parent", COUNTY), index="by_parent")
    return [COUNTY, *(unit.code for unit in towns if unit.level == Level.TOWN)]
