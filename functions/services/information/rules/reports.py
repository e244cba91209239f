"""A report is a query with a day: what was held of a field on it, counted; nobody types one (DOMAIN 12.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kernel import clock
from services.information.rules.records import Held, Record


class Line(NamedTuple):
    """Of whom a value was held on the day."""

    record: Record
    value: Held


def held_on(record: Record, field: str, day: date) -> Held | None:
    """Return what was held in a field at the end of a day: seen by then, not yet corrected, and of somebody who was on the register."""
    if record.has_left(day):
        return None

    def by(held: Held) -> bool:
        return held.field == field and held.seen_at.astimezone(clock.SHANGHAI).date() <= day

    now = record.value_of(field)
    if now is not None and by(now):
        return now
    before = [
        one.held
        for one in record.old
        if by(one.held) and one.at.astimezone(clock.SHANGHAI).date() > day
    ]
    return before[-1] if before else None


def lines_of(records: Iterable[Record], field: str, day: date) -> list[Line]:
    """Return those of whom a value was held on a day."""
    found = ((one, held_on(one, field, day)) for one in records)
    return [Line(one, held) for one, held in found if held is not None]


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """Return how often each value was held."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.value.value] = found.get(line.value.value, 0) + 1
    return dict(sorted(found.items()))
