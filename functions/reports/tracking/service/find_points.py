"""Find the points of an area, and its hot spots."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import incidents
import registry
import services
from incidents.rules.tallies import Tally
from kernel import clock
from kernel.directory import UnitRow
from kernel.record import record
from kernel.texts import Text
from kernel.units import Level, ancestor, level_of
from reports.store.catalogue import catalogue
from reports.tracking.rules import board, points
from reports.tracking.rules.periods import Span, span_between
from reports.tracking.rules.points import Point
from reports.tracking.store import packaged

_MOST_MAJOR: Final = 500
"""So many major hazards are counted; a county that has more knows."""


@record
class Found:
    """The points of an area, with the rules that found them in words."""

    area: str
    span: Span
    before: Span
    points: Sequence[Point]
    said: Mapping[str, Text]
    version: int
    names: Mapping[str, Text]
    figures: Mapping[str, Text]


@record
class Spot:
    """A grid, or a village of a county, with how many matters there were; `is_hot` if chance does not explain them."""

    unit: str
    name: Text
    matters: int
    before: int
    is_hot: bool
    boundary: dict[str, Any] | None


@record
class Spots:
    """Where the matters of an area were."""

    area: str
    span: Span
    before: Span
    category: str | None
    spots: Sequence[Spot]
    said: Text
    names: Mapping[str, Text]


def find_points(area: str, first: str, last: str) -> Found:
    """Return where an area should be looked at first: its own points and those of the units below it, by code.

    A village is compared with the other villages of its town; what is told is its own alone.

    Raises
    ------
    InvalidFields
        The months are none, or too many.
    """
    span = span_between(first, last)
    before = span.before()
    ground = _ground_of(area)
    tallies = incidents.tallies(ground, [*before.months, *span.months])
    now = [one for one in tallies if one.place.month in span.months]
    then = [one for one in tallies if one.place.month in before.months]
    units = _standing(ground, _level_below(ground))
    places = _standing(ground, _level_of_places(ground))
    limits, said = packaged()
    found = [
        *_of_categories(ground, now, then),
        *points.repeats(_spots(ground, now), _spots(ground, then), len(places), limits),
        *points.hazards(_major(ground), limits),
        *_of_disputes(units, span, before),
    ]
    mine = points.in_order(one for one in found if one.unit.startswith(area))
    figures = {name: one.said for name, one in catalogue().items()}
    names = incidents.category_names(one.category for one in mine if one.category)
    return Found(area, span, before, mine, said, limits.version, names, figures)


def find_hot_spots(area: str, first: str, last: str, category: str | None) -> Spots:
    """Return how many matters there were in each grid of a town or village, in each village of a county, and which stand out.

    Raises
    ------
    InvalidFields
        The months are none, or too many.
    """
    span = span_between(first, last)
    before = span.before()
    ground = _ground_of(area)
    tallies = incidents.tallies(ground, [*before.months, *span.months])

    def counted(of: Span) -> Counter[str]:
        counts: Counter[str] = Counter()
        some = [one for one in tallies if one.place.month in of.months]
        for (unit, kind), number in _spots(ground, some).items():
            if category in (None, kind):
                counts[unit] += number
        return counts

    now, then = counted(span), counted(before)
    places = _standing(ground, _level_of_places(ground))
    limits, said = packaged()
    hot = points.hot(now, len(places), limits)
    is_near = level_of(area) is Level.VILLAGE
    spots = [
        Spot(
            one.code,
            Text(one.name, one.name_en or one.name),
            now[one.code],
            then[one.code],
            one.code in hot,
            _boundary_of(one) if is_near or one.code in hot else None,
        )
        for one in places
        if one.code.startswith(area)
    ]
    said_of = said["hot_spots"]
    names = incidents.category_names([category] if category else [])
    return Spots(area, span, before, category, spots, said_of, names)


def _boundary_of(grid: UnitRow) -> dict[str, Any] | None:
    return json.loads(grid.boundary) if grid.boundary else None


def _ground_of(area: str) -> str:
    """Return within what an area is compared: a village within its town."""
    return ancestor(area, Level.TOWN) or area


def _standing(ground: str, level: Level) -> list[UnitRow]:
    """Return the units of a level within an area that are there today."""
    today = clock.today()
    return [row for row in registry.places_in(ground, level) if not row.is_closed(today)]


def _level_below(ground: str) -> Level:
    level = board.below(ground)
    assert level is not None, "a county or a town"
    return level


def _level_of_places(ground: str) -> Level:
    return Level.VILLAGE if level_of(ground) is Level.COUNTY else Level.GRID


def _spots(ground: str, tallies: Sequence[Tally]) -> Counter[tuple[str, str]]:
    """Return the matters by compared place and category; what is in none of them is left out."""
    digits = _level_of_places(ground).digits
    found: Counter[tuple[str, str]] = Counter()
    for tally in tallies:
        for (grid, category), number in tally.by_grid().items():
            unit = (grid or tally.place.unit)[:digits]
            if len(unit) == digits:
                found[unit, category] += number
    return found


def _of_categories(ground: str, now: Sequence[Tally], then: Sequence[Tally]) -> Iterator[Point]:
    parts, parts_before = board.by_unit(ground, now), board.by_unit(ground, then)
    for code in (ground, *(one for one in parts if one != ground)):
        mine = board.by_category(now if code == ground else parts[code])
        was = board.by_category(then if code == ground else parts_before.get(code, []))
        limits = packaged().limits
        yield from points.difficulties(code, mine, was, limits)
        yield from points.pains(code, mine, was, limits)


def _major(ground: str) -> Counter[str]:
    digits = _level_below(ground).digits
    found: Counter[str] = Counter()
    for village, number in services.major_hazards(ground, _MOST_MAJOR).items():
        found[village[:digits]] += number
    return found


def _of_disputes(units: Sequence[UnitRow], span: Span, before: Span) -> Iterator[Point]:
    standing = [one.code for one in units]
    now: dict[str, int] = {}
    then: dict[str, int] = {}
    for code in standing:
        months = services.disputes_by_month(code, before.first, span.last)
        now[code] = sum(months[month] for month in span.months)
        then[code] = sum(months[month] for month in before.months)
    return points.disputes(now, then, len(standing), packaged().limits)
