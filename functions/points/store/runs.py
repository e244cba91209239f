"""What the clock keeps of its own runs: whose turn it is, and how far the night's verification is."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from kernel.storage import leases
from kernel.storage.rows import Row
from points.store.rows import At, PointsMeta


class LeaseRow(leases.LeaseRow):
    """Whose turn it is: `CLOCK#{run}` / `LEASE`."""

    key = At("CLOCK#{}", "LEASE")

    class Meta(PointsMeta):
        """The points' table."""


class NightRow(Row):
    """How far the verification of every ledger is: `CLOCK#verify` / `NIGHT`.

    `after` is the last village that is done, `at` the one that was begun, for the `tries`th time.
    """

    key = At("CLOCK#verify", "NIGHT")

    class Meta(PointsMeta):
        """The points' table."""

    night = UnicodeAttribute()
    after = UnicodeAttribute(null=True)
    at = UnicodeAttribute(null=True)
    tries = NumberAttribute(default=0)
    faulty = NumberAttribute(default=0)
    done = BooleanAttribute(default=False)
    version = NumberAttribute()
