"""Rows of claims and publications."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.storage.rows import Key
from points.store.rows import PointsRow


class ClaimRow(PointsRow):
    """A claim: `CLAIM#{id}` / `CLAIM`; `document` holds `rules.claim.Claim`."""

    id = UnicodeAttribute()
    village = UnicodeAttribute()
    household = UnicodeAttribute()
    status = UnicodeAttribute()
    item = UnicodeAttribute()
    sign = UnicodeAttribute()
    points = NumberAttribute(null=True)
    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    list = UnicodeAttribute()
    house = UnicodeAttribute()
    place = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, claim_id: str) -> Key:
        """Return where the claim of this id is."""
        return Key(cls, f"CLAIM#{claim_id}", "CLAIM")


class ActRow(PointsRow):
    """That a household claimed an item for a day: `ACT#{household}#{item}` / `{day}`; no `claim`: it was refused or withdrawn."""

    claim = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, household: str, item: str, day: str) -> Key:
        """Return where the claim of this day is noted."""
        return Key(cls, f"ACT#{household}#{item}", day)


class CapRow(PointsRow):
    """How many points of an item a household has been given in a year: `CAP#{household}#{item}` / `{year}`; `months` as JSON.

    By month, so that a cap of whatever period finds what it counts, under whichever version of the rules it was given.
    """

    months = UnicodeAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, household: str, item: str, year: int) -> Key:
        """Return where a year's points are counted."""
        return Key(cls, f"CAP#{household}#{item}", str(year))


class PublicationRow(PointsRow):
    """A list made public: `PUBLIC#{village}` / `{id}`; its lines are kept as they were published."""

    id = UnicodeAttribute()
    village = UnicodeAttribute()
    published_at = UnicodeAttribute()
    published_by = UnicodeAttribute()
    objections_until = UnicodeAttribute()
    public_until = UnicodeAttribute()
    document = UnicodeAttribute()

    @classmethod
    def key(cls, village: str, publication: str) -> Key:
        """Return where a publication is."""
        return Key(cls, f"PUBLIC#{village}", publication)
