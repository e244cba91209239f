"""When a household is looked at again: every year, and soon after something happened there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from kernel import clock
from services.information.rules.records import Change, Noted, RecheckOccasion, Record, RecordEvent
from services.information.rules.terms import amount


def checked(household: Record, at: datetime) -> Record:
    """Note that a household was looked at: it is due in a year; sooner where something happened of which was known only afterwards."""
    day = clock.day_of(at)
    if household.checked_on and household.checked_on > day:
        return household
    noted = household.noted if household.noted and at < household.noted.at else None
    yearly = clock.months_after(day, amount("recheck_months"))
    seen = replace(household, checked_on=day, noted=noted)
    if noted and noted.due_on < yearly:
        return replace(seen, due_on=noted.due_on, due_for=noted.what)
    return replace(seen, due_on=yearly, due_for=RecheckOccasion.YEARLY)


def happened(household: Record, what: RecheckOccasion, due_on: date, known_at: datetime) -> Change:
    """Note that somebody was born, died, moved or married: the household is looked at again by a day, or as early as it was due."""
    before = household.noted
    noted = Noted(what, known_at, due_on)
    if before:
        first = min((before, noted), key=lambda one: one.due_on)
        noted = replace(first, at=max(before.at, known_at))
    after = replace(household, noted=noted)
    if household.due_on is None or household.due_on > due_on:
        after = replace(after, due_on=due_on, due_for=what)
    return Change(after, RecordEvent.EVENT_NOTED, (str(what),))
