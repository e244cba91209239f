"""What the figures of incidents are counted on: which were reported, and how each stood at a cut-off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from escalation.store.rows import id_in
from incidents.rules.ended import Stood, stood_after
from incidents.rules.states import Status
from incidents.store.base import HistoryRow
from incidents.store.lists import area_listing
from incidents.store.rows import IncidentRow
from kernel import clock
from kernel.figures import Asked
from kernel.ids import ids_between, moment_of
from kernel.storage.dynamo import Range, query, read_attributes
from kernel.storage.lists import every_row

_A_PAGE = 1000


class Reported(NamedTuple):
    """An incident, and when it was reported."""

    id: str
    at: datetime


def reported(asked: Asked) -> Iterator[Reported]:
    """Give the incidents of a unit that were reported on the asked days and by the cut-off, page by page."""
    listing = area_listing([asked.unit], {})
    first = clock.midnight_after(asked.first) - timedelta(days=1)
    until = min(clock.midnight_after(asked.last), asked.cut_off + timedelta(milliseconds=1))
    if until <= first:
        return
    start = None
    while True:
        page = query(
            IncidentRow,
            listing.partition,
            index=listing.index_name,
            within=Range("id", "between", ids_between(first, until)),
            limit=_A_PAGE,
            start=start,
        )
        for item in page.items:
            one = id_in(item)
            yield Reported(one, moment_of(one))
        start = page.next_key
        if start is None:
            return


def stood_by(incident_ids: Sequence[str], cut_off: datetime) -> list[Stood]:
    """Return how each of these incidents stood at a cut-off.

    Only what moved since the cut-off is read in its history: of all others the row says how they stood.
    """
    if not incident_ids:
        return []
    keys = [IncidentRow.key(one) for one in incident_ids]
    found = read_attributes(keys, ("status", "updated_at", "returned_at_all", "round"))
    return [
        _stood(one, item, cut_off) if item else Stood()
        for one, item in zip(incident_ids, found, strict=True)
    ]


def _stood(incident_id: str, item: Mapping[str, Any], cut_off: datetime) -> Stood:
    if clock.from_iso(item["updated_at"]["S"]) > cut_off:
        return stood_after(_events_until(incident_id, cut_off))
    status = Status(item["status"]["S"])
    again = int(item["round"]["N"]) if "round" in item else 0
    return Stood(
        None if status.is_open else status, "S" in item.get("returned_at_all", {}), again > 0
    )


def _events_until(incident_id: str, cut_off: datetime) -> Iterator[str]:
    partition = ("pk", f"INC#{incident_id}")
    for row in every_row(HistoryRow, partition, within=Range("sk", "begins_with", ("HIST#",))):
        if clock.from_iso(row.at) > cut_off:
            return
        yield row.event
