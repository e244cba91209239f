"""Follow an area: its board, against the period before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import escalation
import incidents
import registry
from incidents.rules.tallies import Said, Tally
from kernel import clock
from kernel.record import record
from kernel.texts import Text
from reports.tracking.rules import board
from reports.tracking.rules.board import CameBack, Numbers, Open, OpenAge, Owes
from reports.tracking.rules.periods import Span, span_between

if TYPE_CHECKING:
    from incidents.supervision.service import Overdue, PunctualityFound


@record
class Share:
    """What a unit of an area has of its board; `name` is None of what lies in none of them."""

    unit: str
    name: Text | None
    now: Numbers
    before: Numbers
    open: int
    owed: Owes


@record
class Tracked:
    """An area's board."""

    area: str
    span: Span
    before: Span
    is_running: bool
    open: Open
    overdue: Overdue
    overdue_by_age: Mapping[OpenAge, int]
    owed: Owes
    owed_at_least: bool
    returned: CameBack
    reopened: CameBack
    numbers: Numbers
    numbers_before: Numbers
    by_category: Mapping[str, Numbers]
    by_category_before: Mapping[str, Numbers]
    by_unit: Sequence[Share]
    punctuality: PunctualityFound
    names: Mapping[str, Text]


def follow_area(area: str, first: str, last: str) -> Tracked:
    """Return the board of a county, town or village; what is read grows with units and months, never with incidents.

    Raises
    ------
    InvalidFields
        The months are none, or too many.
    """
    span = span_between(first, last)
    before = span.before()
    tallies = incidents.tallies(area, [*before.months, *span.months])
    now = [one for one in tallies if one.place.month in span.months]
    then = [one for one in tallies if one.place.month in before.months]
    is_open = incidents.what_is_open(area)
    late = incidents.overdue(area)
    found = escalation.count_owed(area, registry.units_in(area))
    owed = board.owed_by_unit(area, found.open, found.overdue)
    categories, categories_before = board.by_category(now), board.by_category(then)
    today = clock.today()
    standing = board.what_is_open(is_open, today)
    return Tracked(
        area,
        span,
        before,
        span.last >= today.isoformat()[:7],
        standing,
        late,
        board.ages_of(late.by_month, today),
        board.owed_together(owed.values()),
        found.at_least,
        board.came_back(now, Said.RETURNED_AT, today),
        board.came_back(now, Said.REOPENED_AT, today),
        board.together(categories.values()),
        board.together(categories_before.values()),
        categories,
        categories_before,
        _shares(area, (now, then, is_open), owed),
        incidents.punctuality(area, first, last),
        incidents.category_names(
            {*categories, *categories_before, *standing.by_category, *late.by_category}
        ),
    )


def _shares(area: str, tallies: Sequence[Sequence[Tally]], owed: Mapping[str, Owes]) -> list[Share]:
    level = board.below(area)
    if level is None:
        return []
    parts = [board.by_unit(area, some) for some in tallies]
    below = {row.code: row for row in registry.places_in(area, level)}
    names = {code: Text(row.name, row.name_en or row.name) for code, row in below.items()}
    today = clock.today()
    codes = {code for code, row in below.items() if not row.is_closed(today)}.union(*parts, owed)
    return [
        Share(
            code,
            names.get(code),
            board.together(board.by_category(parts[0].get(code, [])).values()),
            board.together(board.by_category(parts[1].get(code, [])).values()),
            board.what_is_open(parts[2].get(code, []), today).total,
            owed.get(code, Owes()),
        )
        for code in sorted(codes)
    ]
