"""The registry's own rows; units and persons, which every context reads, are in `kernel.directory`.

The index `by_parent` (parent, code) lists whatever lies below something: units below a unit,
households of a village, residents of a household. What is not a unit has a prefix in `parent`.
"""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel.directory import RegistryMeta
from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import Key, Row
from kernel.units import Level, ancestor
from registry.rules.boundaries import Tile

BY_PARENT = "by_parent"


def whole(number: Any) -> int | None:
    """Return a stored number as JSON writes it without a fraction; None stays None."""
    return None if number is None else int(number)


class RegistryRow(Row):
    """A row in the registry's table."""

    class Meta(RegistryMeta):  # pyright: ignore[reportIncompatibleVariableOverride]
        """The registry's table."""


class HouseholdRow(RegistryRow):
    """A household (户): `HOUSEHOLD#{household_id}` / `HOUSEHOLD`."""

    household_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    head_name = UnicodeAttribute(null=True)
    door_plate = UnicodeAttribute(null=True)
    address = UnicodeAttribute(null=True)
    parent = UnicodeAttribute()
    code = UnicodeAttribute()
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, household_id: str) -> Key:
        """Return where the household of this id is."""
        return Key(cls, f"HOUSEHOLD#{household_id}", "HOUSEHOLD")

    @staticmethod
    def listing(unit: str) -> str:
        """Return the index partition of the households of a village, or of a grid's village."""
        return f"HOUSEHOLDS#{ancestor(unit, Level.VILLAGE)}"


class MoveRow(RegistryRow):
    """That a household has left a village for another: `MOVE#{household_id}` / `{village}`; listed until the other contexts have followed."""

    ALL = "MOVES"

    household_id = UnicodeAttribute()
    came_from = UnicodeAttribute()
    moved_at = UnicodeAttribute()
    parent = UnicodeAttribute(null=True)
    code = UnicodeAttribute(null=True)
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, household_id: str, village: str) -> Key:
        """Return where it is noted that this household has left this village."""
        return Key(cls, f"MOVE#{household_id}", village)


NO_HOUSEHOLD = "-"
"""Where a resident lives who was taken off the register; no household is called so."""


class ResidentRow(RegistryRow):
    """A resident of a household: `RESIDENT#{resident_id}` / `RESIDENT`; no identity number."""

    resident_id = UnicodeAttribute()
    household_id = UnicodeAttribute()
    person_id = UnicodeAttribute(null=True)
    name = UnicodeAttribute()
    relation = UnicodeAttribute(null=True)
    birth_year = NumberAttribute(null=True)
    birth_month = NumberAttribute(null=True)
    birth_day = NumberAttribute(null=True)
    id_hash = UnicodeAttribute(null=True)
    id_tail = UnicodeAttribute(null=True)
    parent = UnicodeAttribute()
    code = UnicodeAttribute()
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, resident_id: str) -> Key:
        """Return where the resident of this id is."""
        return Key(cls, f"RESIDENT#{resident_id}", "RESIDENT")

    @staticmethod
    def listing(household_id: str) -> str:
        """Return the index partition of the residents of a household."""
        return f"RESIDENTS#{household_id}"


class HeadRow(RegistryRow):
    """Who is the head of a household, how many live there and when they were born: `HOUSEHOLD#{household_id}` / `HEAD`.

    No `resident`: nobody heads it at the moment. No `residents`: they were not counted from its first day on; no `born`, by resident: neither
    was this, or they are too many for a row.
    """

    MOST_BORN = 200

    resident = UnicodeAttribute(null=True)
    residents = NumberAttribute(null=True)
    born = JSONAttribute(null=True)
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, household_id: str) -> Key:
        """Return where it is noted who is the head of this household."""
        return Key(cls, f"HOUSEHOLD#{household_id}", "HEAD")


class RelativesRow(RegistryRow):
    """Households near to a household by blood or marriage: `HOUSEHOLD#{household_id}` / `RELATIVES`, the same on both sides.

    A resident's relation is to the head of the own household alone; who must not judge whom takes relations across households.
    """

    relatives = JSONAttribute(default=dict)
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, household_id: str) -> Key:
        """Return where the relatives of this household are."""
        return Key(cls, f"HOUSEHOLD#{household_id}", "RELATIVES")


class IdNumberRow(RegistryRow):
    """Whose identity number has this keyed hash: `IDHASH#{hash}` / `IDHASH`; nobody's: released."""

    resident = UnicodeAttribute(null=True)
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, id_hash: str) -> Key:
        """Return where the holder of this hash is."""
        return Key(cls, f"IDHASH#{id_hash}", "IDHASH")


class TileRow(RegistryRow):
    """The boundaries of the grids that touch a tile, by grid code: `TILE#{north}#{east}`.

    All tiles hang under one `parent`, so that the children index lists them for whoever is far from any.
    """

    ALL = "TILES"

    parent = UnicodeAttribute()
    code = UnicodeAttribute()
    boundaries = JSONAttribute(default=dict)
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, tile: Tile) -> Key:
        """Return where this tile is."""
        return Key(cls, f"TILE#{tile.north}#{tile.east}", "TILE")


class HistoryRow(RegistryRow):
    """Who changed what, append-only: beside the changed row, `HIST#{id}`; no personal data."""

    at = UnicodeAttribute()
    action = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_role = UnicodeAttribute()
    actor_unit = UnicodeAttribute()
    details = JSONAttribute(default=dict)


class ReadRow(RegistryRow):
    """Who read a person's data unmasked, and why: `PERSON#{person_id}` / `READ#{id}`."""

    at = UnicodeAttribute()
    reader = UnicodeAttribute()
    reader_role = UnicodeAttribute()
    reader_unit = UnicodeAttribute()
    reason = UnicodeAttribute()


class AnsweredRow(IdempotencyRow):
    """The registry's answers to `Idempotency-Key`s."""

    class Meta(RegistryMeta):  # pyright: ignore[reportIncompatibleVariableOverride]
        """The registry's table."""
