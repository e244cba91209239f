"""The authority lists of the towns: an item with every time in which it was the town's is one row, so that a decision reads it by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from enforcement.rules import authority
from enforcement.rules.authority import Item, PowerKind
from enforcement.store.table import EnforcementMeta
from kernel.law import reference
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed, list_page
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text


class ItemRow(Row):
    """An item of a town's list: `TOWN#{town}` / `ITEM#{kind}#{code}`.

    `spans` are the times in which it was the town's, oldest first: first day, last day or nothing, the document it was given by, and
    what it was called, rested on and was for in that time; the other attributes are those of the newest.
    """

    class Meta(EnforcementMeta):
        """Enforcement's table."""

    town = UnicodeAttribute()
    code = UnicodeAttribute()
    kind = UnicodeAttribute()
    name = UnicodeAttribute()
    name_en = UnicodeAttribute(null=True)
    law = JSONAttribute()
    field = UnicodeAttribute(null=True)
    acts = JSONAttribute(null=True)
    spans = JSONAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, town: str, kind: PowerKind, code: str) -> Key:
        """Return where an item of a town is."""
        return Key(cls, f"TOWN#{town}", f"ITEM#{kind}#{code}")


def keys_of(
    town: str, codes: Sequence[str], kinds: Sequence[PowerKind] = tuple(PowerKind)
) -> list[Key]:
    """Return where the items of these codes are, to be read together with one's own rows."""
    return [ItemRow.key(town, kind, code) for code in codes for kind in kinds]


def items_of(town: str, codes: Sequence[str], work: UnitOfWork | None = None) -> list[Item]:
    """Return what a town's list has, or had, of these codes, of every kind and time.

    Parameters
    ----------
    work
        The unit of work that decides on it; None where nothing is decided.
    """
    rows = (work or UnitOfWork()).find_all(keys_of(town, codes))
    return [item for row in rows if row is not None for item in from_row(row)]


def item_on(
    town: str,
    code: str,
    day: date,
    kind: PowerKind = PowerKind.PENALTY,
    work: UnitOfWork | None = None,
) -> Item:
    """Return the item by which a town may act on a day.

    Raises
    ------
    NoPower
        It holds none of this code and kind on that day.
    """
    return authority.item_on(items_of(town, [code], work), town, code, kind, day)


def from_row(row: ItemRow) -> list[Item]:
    """Return the item once for each time in which it was the town's."""
    newest = {name: getattr(row, name) for name in _SAID}
    return [
        _of_time(row, first, last, document, {**newest, **dict(*said)})
        for first, last, document, *said in row.spans
    ]


_SAID = ("name", "name_en", "law", "field", "acts")
"""What each time of an item says for itself."""


def _of_time(
    row: ItemRow, first: str, last: str | None, document: str | None, said: Mapping[str, Any]
) -> Item:
    return Item(
        row.town,
        row.code,
        Text(said["name"], said["name_en"] or said["name"]),
        PowerKind(row.kind),
        reference(said["law"]),
        date.fromisoformat(first),
        document,
        date.fromisoformat(last) if last else None,
        said["field"],
        tuple(said["acts"] or ()),
    )


def values_of(items: Sequence[Item]) -> dict[str, Any]:
    """Return what the row of an item keeps, given all its times."""
    newest = items[-1]
    return {
        "town": newest.town,
        "code": newest.code,
        "kind": str(newest.kind),
        **_said_by(newest),
        "spans": [
            [
                one.valid_from.isoformat(),
                one.valid_to.isoformat() if one.valid_to else None,
                one.document,
                _said_by(one),
            ]
            for one in items
        ],
    }


def _said_by(one: Item) -> dict[str, Any]:
    return {
        "name": one.name.zh,
        "name_en": one.name.en,
        "law": one.law.document,
        "field": one.field,
        "acts": list(one.acts) or None,
    }


def find(work: UnitOfWork, town: str, kind: PowerKind, code: str) -> list[Item]:
    """Return an item once for each time in which it was the town's; nothing where it never was."""
    row: ItemRow | None = work.find(ItemRow.key(town, kind, code))
    return from_row(row) if row else []


def save(work: UnitOfWork, items: Sequence[Item]) -> None:
    """Keep an item with all its times."""
    key = ItemRow.key(items[-1].town, items[-1].kind, items[-1].code)
    work.save(ItemRow(key.pk, key.sk, version=work.version(key) + 1, **values_of(items)))


def page_of(town: str, kind: PowerKind | None, limit: int, cursor: str | None) -> Listed:
    """Return one page of a town's list, by kind and code."""
    within = Range("sk", "begins_with", (f"ITEM#{kind}#" if kind else "ITEM#",))
    return list_page(ItemRow, ("pk", f"TOWN#{town}"), within=within, limit=limit, cursor=cursor)
