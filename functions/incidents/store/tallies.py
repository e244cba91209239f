"""What places' months were counted up to, as boards read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from incidents.rules.tallies import STANDING, Place, Tally
from incidents.store.rows import TallyRow
from kernel.storage.dynamo import Range, query


def of_months(area: str, months: Sequence[str]) -> list[Tally]:
    """Return what the months of an area's places were counted up to.

    What is read grows with the number of places and not with that of incidents: one or two Queries for each year.
    """
    wanted = frozenset(months)
    return [
        tally
        for year in sorted({month[:4] for month in months})
        for tally in _year(area, year)
        if tally.place.month in wanted
    ]


def of_what_is_open(area: str) -> list[Tally]:
    """Return what is open now in an area's places: a row a place, one Query."""
    return list(_year(area, STANDING))


def _year(area: str, year: str) -> Iterator[Tally]:
    start: dict[str, Any] | None = None
    while True:
        page = query(
            TallyRow,
            ("pk", TallyRow.year_of(year)),
            within=Range("sk", "begins_with", (area,)),
            limit=None,
            start=start,
        )
        yield from map(_tally, page.items)
        start = page.next_key
        if start is None:
            return


def _tally(item: Mapping[str, Any]) -> Tally:
    unit, _, month = item["sk"]["S"].partition("#")
    counts = {name: int(value["N"]) for name, value in item.items() if "N" in value}
    return Tally(Place(unit, month), counts)
