"""Rows of claims and publications."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from points.store.rows import At, ListedRow, PointsRow


class ClaimRow(ListedRow):
    """A claim: `CLAIM#{id}` / `CLAIM`."""

    sign = UnicodeAttribute()
    key = At("CLAIM#{}", "CLAIM")


class ActRow(PointsRow):
    """That a household claimed an item for a day: `ACT#{household}#{item}` / `{day}`; no `claim`: it was refused or withdrawn."""

    claim = UnicodeAttribute(null=True)
    key = At("ACT#{}#{}", "{}")


class CapRow(PointsRow):
    """How many points of an item a household has been given in a year: `CAP#{household}#{item}` / `{year}`; `months` as JSON.

    By month, so that a cap of whatever period finds what it counts, under whichever version of the rules it was given.
    """

    months = UnicodeAttribute()
    version = NumberAttribute()
    key = At("CAP#{}#{}", "{}")


class PublicationRow(PointsRow):
    """A list made public: `PUBLIC#{village}` / `{id}`; its lines are kept as they were published."""

    document = UnicodeAttribute()
    key = At("PUBLIC#{}", "{}")
