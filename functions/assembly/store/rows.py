"""The rows of the assemblies' table.

Whatever has a life of its own (a matter, a meeting, a vote) is a `ThingRow`: the record of the rules as one document, beside it what lists
and clocks ask for. Ballots and attendance are not in it but in `ShardRow`s, so that five hundred can vote without waiting for one row.

The stream of the table tells keys alone, for those who hear of a history. Shards lie in a table of their own that has no stream: it would
be one more place from which the order of ballots could be read (docs/decisions/0015-secret-ballots.md).
"""

from __future__ import annotations

import os
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import DocumentAttribute, Key, Row, TableMeta

BY_LISTING = "by_listing"
BY_TURN = "by_turn"
BY_CLOCK = "by_clock"
COUNTY = os.environ.get("COUNTY_CODE", "140426")


class AssemblyMeta(TableMeta):
    """`Meta` of every row in the assemblies' table."""

    table_name = os.environ.get("ASSEMBLY_TABLE", "assembly")


class BallotsMeta(TableMeta):
    """`Meta` of every row in the ballots' table."""

    table_name = os.environ.get("BALLOTS_TABLE", "ballots")


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(AssemblyMeta):
        """The assemblies' table."""


class ThingRow(Row):
    """Something as it is now: `{kind}#{id}` / `{kind}`.

    `listing` and `rank` place it in a list, `turn` and `due_at` in the queue of whoever must act, `clock` and `wake_at` before the clock.
    """

    class Meta(AssemblyMeta):
        """The assemblies' table."""

    kind = UnicodeAttribute()
    id = UnicodeAttribute()
    village = UnicodeAttribute()
    title = UnicodeAttribute(null=True)
    label = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    document = DocumentAttribute()
    listing = UnicodeAttribute(null=True)
    rank = UnicodeAttribute(null=True)
    turn = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)
    version = NumberAttribute()
    change_id = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    thing: Any = None  # what the document says, once it was read

    @classmethod
    def key(cls, kind: str, thing_id: str) -> Key:
        """Return where a thing is."""
        return Key(cls, f"{kind}#{thing_id}", kind)


class HistoryRow(Row):
    """Who did what, append-only: beside the thing, `HIST#{id}`; no ballot is ever history.

    `addressees` is who is to hear of it (`kernel.addressees`), `due_at` until when whoever's turn it is has to act.
    """

    class Meta(AssemblyMeta):
        """The assemblies' table."""

    village = UnicodeAttribute()
    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_role = UnicodeAttribute(null=True)
    actor_unit = UnicodeAttribute(null=True)
    details = DocumentAttribute(null=True)
    addressees = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)


class ShardRow(Row):
    """A part of what many people write at once: `SHARDS#{of}` / `{purpose}#{n}`; who belongs into which is fixed.

    `entries` maps a vote on the roll, or a ballot's number, to its JSON text. No instant, no version: a shard does not say in which order it
    was filled.
    """

    class Meta(BallotsMeta):
        """The ballots' table."""

    is_open = BooleanAttribute()
    entries = MapAttribute()  # pyright: ignore[reportUnknownVariableType]

    @classmethod
    def key(cls, of: str, purpose: str, number: int) -> Key:
        """Return where a box is."""
        return Key(cls, f"SHARDS#{of}", f"{purpose}#{number:02d}")
