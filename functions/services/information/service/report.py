"""Answer a dated query: what was held of a field in a grid or village on a day, and how many people the registry has there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import registry
from kernel.problems import NotFound
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed
from kernel.units import Level, ancestor
from services.information.rules.forms import Form, FormField, InformationAbout
from services.information.rules.records import Record
from services.information.rules.reports import Line, counts, lines_of
from services.information.store import kept


class Reported(NamedTuple):
    """A page of a report.

    Attributes
    ----------
    counts
        How often each value was held, among the records of this page.
    looked_at
        How many records there were on it.
    """

    form: Form
    field: FormField
    lines: Sequence[Line]
    counts: Mapping[str, int]
    looked_at: int
    next_cursor: str | None


def report(
    form_id: str, name: str, unit: str, on: date, limit: int, cursor: str | None
) -> Reported:
    """Return one page of a report: one Query, and one read of its records.

    Raises
    ------
    NotFound
        There is no such form or field.
    """
    form = kept.FORMS.get(form_id)
    field = form.field(name)
    if field is None:
        raise NotFound
    page = _records(field.about, unit, limit, cursor)
    lines = lines_of(page.rows, name, on)
    return Reported(form, field, lines, counts(lines), len(page.rows), page.next_cursor)


def _records(about: InformationAbout, unit: str, limit: int, cursor: str | None) -> Listed:
    village = ancestor(unit, Level.VILLAGE)
    if about is InformationAbout.PERSON:
        within = Range("place", "begins_with", (unit,))
        return kept.RECORDS.in_list(f"INFOPEOPLE#{village}", limit, cursor, within=within)

    def lies_within(one: Record) -> bool:
        return one.unit.startswith(unit)

    return kept.RECORDS.about(f"INFOHOMES#{village}", limit, cursor, fits=lies_within)


class PeopleCounted(NamedTuple):
    """How many grids a village has, and who lives in its households, as the registry has it now."""

    grids: int
    households: int
    people: int


def count_people(village: str) -> PeopleCounted:
    """Count a village in the registry: the figure of a report is never typed."""
    living = [residents for _, residents in registry.homes_counted(village)]
    return PeopleCounted(registry.count_grids(village), len(living), sum(living))
