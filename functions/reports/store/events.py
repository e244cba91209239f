"""The events of a figure as they were counted: kept beside the count, so that a figure is opened down to exactly what it is the sum of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pynamodb.attributes import JSONAttribute

from kernel.figures import Counted
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed, list_page
from kernel.storage.rows import Row, Write
from kernel.storage.unit_of_work import carry_out
from reports.store.table import ReportsMeta

A_PAGE = 100
"""Events in a row."""


class EventsRow(Row):
    """A page of a figure's events: `EVENTS#{count}#{number}` / `{page}`; the number is the figure's place in its count."""

    class Meta(ReportsMeta):
        """The table of reports."""

    events = JSONAttribute()


def keep(count: str, number: int, events: Iterable[Counted]) -> Iterator[Counted]:
    """Keep events page by page as they come, and pass each on; kept again, the pages are the same."""
    page: list[Counted] = []
    written = 0
    for event in events:
        page.append(event)
        if len(page) == A_PAGE:
            _write(count, number, written, page)
            page, written = [], written + 1
        yield event
    if page:
        _write(count, number, written, page)


def page_of(count: str, number: int, events: int, cursor: str | None) -> Listed:
    """Return one page of a figure's events; `events` is how many there were when it was counted."""
    last = max(0, events - 1) // A_PAGE
    within = Range("sk", "<=", (f"{last:06d}",))
    found = list_page(EventsRow, ("pk", _pk(count, number)), within=within, limit=1, cursor=cursor)
    return found._replace(rows=[_event(one) for row in found.rows for one in row.events])


def _write(count: str, number: int, page: int, events: list[Counted]) -> None:
    told = [[one.subject, one.unit, one.on.isoformat(), one.amount] for one in events]
    row = EventsRow(_pk(count, number), f"{page:06d}", events=told)
    carry_out(lambda work: work.write(Write(row)))


def _pk(count: str, number: int) -> str:
    return f"EVENTS#{count}#{number:03d}"


def _event(told: list[str | int]) -> Counted:
    subject, unit, on, amount = told
    return Counted(str(subject), str(unit), date.fromisoformat(str(on)), int(amount))
