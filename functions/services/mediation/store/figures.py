"""What is counted by unit and month: `MEDIATIONFIGURES#{unit}` / `{month}#{what}`; added to in place, as many count at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pynamodb.attributes import NumberAttribute

from kernel.storage.dynamo import Range
from kernel.storage.lists import every_row
from kernel.storage.rows import Alter, Key, Row
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level, ancestor
from services.store.table import ServicesMeta


class FigureRow(Row):
    """How often something came about in a unit in a month."""

    class Meta(ServicesMeta):
        """The table of the services of the grid."""

    counted = NumberAttribute(default=0)


def add(work: UnitOfWork, unit: str, month: str, more: Mapping[str, int]) -> None:
    """Count for a committee's unit, and for the town and county it lies in."""
    over = (unit, ancestor(unit, Level.TOWN), ancestor(unit, Level.COUNTY))
    for code in dict.fromkeys(filter(None, over)):
        for what, number in more.items():
            key = Key(FigureRow, f"MEDIATIONFIGURES#{code}", f"{month}#{what}")
            work.write(Alter(key, {"counted": number}))


def between(unit: str, first: str, last: str) -> Counter[str]:
    """Return what came about in a unit in some months, both included; there are some forty rows a month."""
    within = Range("sk", "between", (f"{first}#", f"{last}#~"))
    found: Counter[str] = Counter()
    for row in every_row(FigureRow, ("pk", f"MEDIATIONFIGURES#{unit}"), within=within):
        found[row.sk.partition("#")[2]] += int(row.counted)
    return found


def by_month(unit: str, first: str, last: str, what: str) -> Counter[str]:
    """Return how often something came about in a unit in each of some months, both included."""
    within = Range("sk", "between", (f"{first}#", f"{last}#~"))
    found: Counter[str] = Counter()
    for row in every_row(FigureRow, ("pk", f"MEDIATIONFIGURES#{unit}"), within=within):
        month, _, name = row.sk.partition("#")
        if name == what:
            found[month] += int(row.counted)
    return found
