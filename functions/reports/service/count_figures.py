"""Ask for figures to be counted, read how far that is, open a figure down to its list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from kernel import clock
from kernel.storage.lists import Listed
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import UnitOfWork
from reports.rules import counts
from reports.rules.counts import Count, Wanted
from reports.rules.figures import require
from reports.store import events
from reports.store.catalogue import catalogue
from reports.store.table import AnswerRow
from reports.store.things import COUNTS


def begin_count(
    work: UnitOfWork,
    unit: str,
    period: tuple[date, date],
    cut_off: datetime,
    wanted: Sequence[Wanted],
    person_id: str,
) -> Count:
    """Keep what is to be counted for the worker.

    Raises
    ------
    InvalidFields
        The period is none, the cut-off has not come, or a figure is not counted of its unit.
    """
    now = clock.now()
    counts.refuse_period(*period, cut_off, now)
    for one in wanted:
        require(catalogue(), one.figure, one.unit)
    work.write(counting(AnswerRow, "report_counts", person_id, now))
    count = Count(work.change_id, unit, *period, cut_off, tuple(wanted), person_id, wake_at=now)
    COUNTS.find(work, count.id)
    COUNTS.save(work, count)
    return count


def open_figure(count: Count, figure: str, unit: str, cursor: str | None) -> Listed:
    """Return one page of the events that a figure of a count is the sum of.

    Raises
    ------
    NotFound
        The figure is none of the count's, or is not counted yet.
    """
    number, value = count.value_of(figure, unit)
    return events.page_of(count.id, number, value.events, cursor)


def get_count(count_id: str) -> Count:
    """Return a count as far as it is.

    Raises
    ------
    NotFound
        There is none.
    """
    return COUNTS.get(count_id)
