"""The directory every context reads: units with their staff, persons with their posts.

The registry writes these rows; everybody else reads them here. One row answers "who is this and what may they do", one row answers
"does anybody hold this post at that unit", so that a request needs a single read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.access import Caller, Post, Role
from kernel.problems import Conflict, InvalidFields
from kernel.storage.dynamo import read
from kernel.storage.rows import Key, Row, TableMeta
from kernel.texts import Text
from kernel.units import path_of

# How long a dismissal may go unnoticed by a warm function (DESIGN 2: within a minute).
_REMEMBER_SECONDS = 30
# How long a unit may go by a name it has no more, in lists (never in what is decided or written).
_NAMED_SECONDS = 900
# DynamoDB gives at most so many rows at once.
_KEYS_A_READ = 100


class RegistryMeta(TableMeta):
    """`Meta` of every row in the registry's table."""

    table_name = os.environ.get("REGISTRY_TABLE", "registry")


class UnitRow(Row):
    """A unit of the tree: `UNIT#{code}` / `UNIT`."""

    class Meta(RegistryMeta):
        """The registry's table."""

    code = UnicodeAttribute()
    level = UnicodeAttribute()
    parent = UnicodeAttribute(null=True)
    name = UnicodeAttribute()
    name_en = UnicodeAttribute(null=True)
    placeholder = BooleanAttribute(default=False)
    contact_phone = UnicodeAttribute(null=True)
    boundary = UnicodeAttribute(null=True)
    staff = JSONAttribute(null=True)
    closed_from = UnicodeAttribute(null=True)
    merged_into = UnicodeAttribute(null=True)
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, code: str) -> Key:
        """Return where the unit of this code is."""
        return Key(cls, f"UNIT#{code}", "UNIT")

    def is_closed(self, day: date) -> bool:
        """Tell whether the unit is no more on `day`; its row and its history stay."""
        return bool(self.closed_from) and self.closed_from <= day.isoformat()

    def is_staffed(self, role: Role, day: date) -> bool:
        """Tell whether anybody holds `role` at this unit on `day`."""
        return bool(self.holders(role, day))

    def holders(self, role: Role, day: date) -> list[str]:
        """Return the ids of the persons who hold `role` here on `day`."""
        on = day.isoformat()
        return [
            person_id
            for person_id, first, last in self.terms(role)
            if first <= on and (last is None or on <= last)
        ]

    def terms(self, role: Role) -> list[tuple[str, str, str | None]]:
        """Return who holds `role` here from which day to which (none: until further notice): terms that run or come, else the last."""
        staff: Mapping[str, Mapping[str, list[str | None]]] = self.staff or {}
        return [
            (person_id, str(first), last)
            for person_id, days in staff.get(role, {}).items()
            for first, last in zip(days[::2], days[1::2], strict=True)
        ]


class PersonRow(Row):
    """A person with posts: `PERSON#{person_id}` / `PERSON`."""

    class Meta(RegistryMeta):
        """The registry's table."""

    person_id = UnicodeAttribute()
    name = UnicodeAttribute()
    phone = UnicodeAttribute(null=True)
    household = UnicodeAttribute(null=True)
    resident = UnicodeAttribute(null=True)
    posts = JSONAttribute(default=list)
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, person_id: str) -> Key:
        """Return where the person of this id is."""
        return Key(cls, f"PERSON#{person_id}", "PERSON")

    def every_post(self) -> tuple[Post, ...]:
        """Return all posts, past, present and to come."""
        return tuple(
            Post(
                Role(entry["role"]),
                entry["unit"],
                date.fromisoformat(entry["valid_from"]),
                date.fromisoformat(entry["valid_to"]) if entry.get("valid_to") else None,
            )
            for entry in self.posts
        )

    def as_caller(self, day: date) -> Caller:
        """Return the person with the posts held on `day`."""
        posts = tuple(post for post in self.every_post() if post.holds_on(day))
        return Caller(self.person_id, self.name, posts)


def household_of(person_id: str) -> str | None:
    """Return the household a person lives in, as the registry knows it; of whoever calls it is known already."""
    key = PersonRow.key(person_id)
    row: PersonRow | None = Remembered.recall([key])[key]
    return row.household if row else None


class Remembered:
    """Rows kept in the process for a short while, by key; absent rows are not remembered."""

    names: ClassVar[dict[str, tuple[float, Text]]] = {}
    """What units were called, by code, and when: a county has some thousands, whose names hardly ever change."""

    _rows: ClassVar[dict[Key, tuple[float, Any]]] = {}
    _most = 5000

    @classmethod
    def recall(cls, keys: Iterable[Key]) -> dict[Key, Any]:
        """Return the rows of `keys`, reading in one round trip those that are not remembered."""
        at = clock.now().timestamp()
        rows: dict[Key, Any] = {}
        missing: list[Key] = []
        for key in keys:
            kept = cls._rows.get(key)
            if kept and 0 <= at - kept[0] < _REMEMBER_SECONDS:
                rows[key] = kept[1]
            else:
                missing.append(key)
        if missing:
            for key, row in zip(missing, read(missing), strict=True):
                rows[key] = row
                cls.keep(key, row)
        return rows

    @classmethod
    def keep(cls, key: Key, row: Any) -> None:
        """Remember a row that was just read."""
        if row is None:
            cls._rows.pop(key, None)
            return
        if len(cls._rows) >= cls._most:
            cls._rows.clear()
        cls._rows[key] = (clock.now().timestamp(), row)

    @classmethod
    def has(cls, key: Key) -> bool:
        """Tell whether `recall` would answer this key without reading."""
        kept = cls._rows.get(key)
        return kept is not None and 0 <= clock.now().timestamp() - kept[0] < _REMEMBER_SECONDS

    @classmethod
    def forget(cls) -> None:
        """Forget everything (after a write in the same process, and between tests)."""
        cls._rows.clear()
        cls.names.clear()


def find_caller(person_id: str) -> Caller | None:
    """Return the person who calls with the posts held today, or None when the registry knows no such person."""
    key = PersonRow.key(person_id)
    row: PersonRow | None = Remembered.recall([key])[key]
    return row.as_caller(clock.today()) if row else None


class UnitClosed(Conflict):
    """The unit is no more; `merged_into` says which has taken its place, if one has."""

    slug = "unit-closed"
    title = Text("单位已撤销", "Unit closed")


def refuse_closed(units: Iterable[UnitRow | None], day: date) -> None:
    """Let something pass that goes to a unit which is open, as are all above it.

    Raises
    ------
    UnitClosed
        One of them is closed; says what has taken its place.
    """
    for unit in units:
        if unit is None or not unit.is_closed(day):
            continue
        heir = unit.merged_into
        zh, en = (f"，并入 {heir}", f"; {heir} has taken its place") if heir else ("", "")
        raise UnitClosed(
            Text(
                f"{unit.name}（{unit.code}）已于 {unit.closed_from} 撤销{zh}。",
                f"{unit.code} was closed on {unit.closed_from}{en}.",
            ),
            merged_into=heir,
        )


def refuse_unknown_unit(code: str, field: str = "unit") -> None:
    """Let the code of a unit pass that the registry holds, and that is not closed.

    Raises
    ------
    InvalidFields
        There is no such unit.
    UnitClosed
        There is no more.
    """
    found = find_units(path_of(code))
    if code not in found:
        raise InvalidFields.one(field, Text(f"单位 {code} 未登记。", f"Unit {code} is unknown."))
    refuse_closed(found.values(), clock.today())


def find_units(codes: Iterable[str]) -> dict[str, UnitRow]:
    """Return the units of `codes` that exist, by code, in one read for every hundred that are not remembered."""
    keys = {code: UnitRow.key(code) for code in codes}
    rows = _recalled(list(keys.values()))
    return {code: rows[key] for code, key in keys.items() if rows[key] is not None}


def _recalled(keys: Sequence[Key]) -> dict[Key, Any]:
    rows = dict[Key, Any]()
    for first in range(0, len(keys), _KEYS_A_READ):
        rows |= Remembered.recall(keys[first : first + _KEYS_A_READ])
    return rows


def unit_names(codes: Iterable[str]) -> dict[str, Text]:
    """Return what units are called, by code, as far as they exist; those not named lately are read like `find_units`."""
    return unit_names_and_rows(codes, ())[0]


def unit_names_and_rows(
    codes: Iterable[str], keys: Sequence[Key]
) -> tuple[dict[str, Text], dict[Key, Any]]:
    """Return what units are called, and the rows of `keys`, in the same read."""
    at, kept = clock.now().timestamp(), Remembered.names
    names: dict[str, Text] = {}
    unnamed: list[str] = []
    for code in sorted(set(codes)):
        since, name = kept.get(code, (0.0, None))
        if name is not None and 0 <= at - since < _NAMED_SECONDS:
            names[code] = name
        else:
            unnamed.append(code)
    units = {code: UnitRow.key(code) for code in unnamed}
    rows = _recalled([*keys, *units.values()])
    for code, key in units.items():
        if (row := rows[key]) is not None:
            names[code] = Text(row.name, row.name_en or row.name)
            kept[code] = (at, names[code])
    return names, rows


def unit_name(code: str | None) -> Text | None:
    """Return what a unit is called; None without one, or where it does not exist."""
    return unit_names([code]).get(code) if code else None
