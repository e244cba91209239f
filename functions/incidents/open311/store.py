"""The public list of requests: the newest of a period, bounded however large the table is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from escalation.store.rows import COUNTY
from incidents.open311.rules.questions import MOST_REQUESTS, Period
from incidents.rules.incident import Incident
from incidents.rules.states import Status
from incidents.store.mapping import from_row
from incidents.store.rows import CaseRow, IncidentRow
from kernel import ids
from kernel.storage.dynamo import Range, query, read

_ROWS_A_QUERY = 250


def newest(
    period: Period,
    categories: Collection[str],
    statuses: Collection[str],
    *,
    skip: int,
    take: int,
) -> list[Incident]:
    """Return requests of a period, newest first.

    At most the newest `MOST_REQUESTS` rows of the period are read, whatever the filter leaves of them.

    Parameters
    ----------
    statuses
        Of `open` and `closed`.
    skip, take
        How many to leave out, and how many to return.
    """
    if not categories:
        return []
    # Whether what was merged is open is known from what it follows.
    wanted = [
        str(one)
        for one in Status
        if one is Status.MERGED or ("open" if one.is_open else "closed") in statuses
    ]
    found: list[str] = []
    start: dict[str, Any] | None = None
    least, greatest = ids.ids_between(period.start, period.end + timedelta(milliseconds=1))
    for _ in range(MOST_REQUESTS // _ROWS_A_QUERY):
        page = query(
            IncidentRow,
            ("county", COUNTY),
            index="by_county",
            within=Range("id", "between", (least, greatest)),
            only={"category": ("in", *sorted(categories)), "status": ("in", *wanted)},
            limit=_ROWS_A_QUERY,
            start=start,
            newest_first=True,
        )
        found += [item["id"]["S"] for item in page.items]
        start = page.next_key
        if start is None or len(found) >= skip + take:
            break
    keys = [IncidentRow.key(incident_id) for incident_id in found[skip : skip + take]]
    return [from_row(row) for row in read(keys) if row is not None]


def by_ids(incident_ids: Collection[str]) -> dict[str, Incident]:
    """Return incidents by their ids, as they are now."""
    keys = [IncidentRow.key(one) for one in dict.fromkeys(incident_ids)]
    return {row.id: from_row(row) for row in read(keys) if row is not None}


def by_case_codes(codes: Collection[str]) -> list[Incident]:
    """Return the incidents of case codes, in their order; those that stand for none are left out."""
    cases = read([CaseRow.key(code) for code in codes])
    keys = [IncidentRow.key(case.incident_id) for case in cases if case is not None]
    return [from_row(row) for row in read(keys, consistent=True) if row is not None]
