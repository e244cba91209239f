"""Entries of the histories of the contexts whose streams tell keys alone, as the streams of their tables name them by their keys."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from kernel.storage import dynamo
from kernel.storage.rows import Key, Row, TableMeta


class EntryRow(Row):
    """An entry, or a word to a household: what of it may be told."""

    event = UnicodeAttribute(null=True)
    kind = UnicodeAttribute(null=True)
    at = UnicodeAttribute()
    actor = UnicodeAttribute(null=True)
    village = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    details = UnicodeAttribute(null=True)
    addressees = UnicodeAttribute(null=True)


class PointsEntryRow(EntryRow):
    """An entry in the points' table."""

    class Meta(TableMeta):
        """The points' table."""

        table_name = os.environ.get("POINTS_TABLE", "points")


class AssemblyEntryRow(EntryRow):
    """An entry in the assemblies' table."""

    class Meta(TableMeta):
        """The assemblies' table."""

        table_name = os.environ.get("ASSEMBLY_TABLE", "assembly")


class EnforcementEntryRow(EntryRow):
    """An entry in the table of enforcement."""

    class Meta(TableMeta):
        """The table of enforcement."""

        table_name = os.environ.get("ENFORCEMENT_TABLE", "enforcement")


class ServicesEntryRow(EntryRow):
    """An entry in the table of services."""

    class Meta(TableMeta):
        """The table of services."""

        table_name = os.environ.get("SERVICES_TABLE", "services")


class EconomyEntryRow(EntryRow):
    """An entry in the table of the collective economy."""

    class Meta(TableMeta):
        """The table of the collective economy."""

        table_name = os.environ.get("ECONOMY_TABLE", "economy")


class ReportsEntryRow(EntryRow):
    """An entry in the table of reports."""

    class Meta(TableMeta):
        """The table of reports."""

        table_name = os.environ.get("REPORTS_TABLE", "reports")


_BY_TABLE: Mapping[str, type[EntryRow]] = {
    row.Meta.table_name: row
    for row in (
        PointsEntryRow,
        AssemblyEntryRow,
        EnforcementEntryRow,
        ServicesEntryRow,
        EconomyEntryRow,
        ReportsEntryRow,
    )
}


def model_of(stream: str) -> type[EntryRow] | None:
    """Return how the entries behind a stream are read, by its ARN; None for a stream whose records bring all they tell."""
    table = stream.partition(":table/")[2].partition("/")[0]
    return _BY_TABLE.get(table)


def read_entries(model: type[EntryRow], keys: Sequence[tuple[str, str]]) -> list[Any]:
    """Return entries by their keys, as they are now: they never change. None where there is none any more."""
    return dynamo.read([Key(model, pk, sk) for pk, sk in keys], consistent=True)
