"""A store in memory in which every partition that is asked for holds so many rows: those that are there, and copies of them under other ids.

A row is copied by what it is known by: the last id of its sort key, or its number there; in an index, else by the id or the name that its
partition key ends in. What has none of these is there once, however long a county keeps its books: settings, counters, the months of a
year. Copies are made as they are asked for, so that a hundred thousand of each thing take no more room than the list that is read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tests.bench.memory import Entry, Item, Memory

_ID = re.compile(r"(?<![0-9A-Z])[0-9A-HJKMNP-TV-Z]{26}(?![0-9A-Z])")
_NUMBERED = re.compile(r"^(?:[A-Z]+#)?\d{6,8}$|^(?:GOODS|EXAM)#\S+$|^(?:h|r|p)-\S+$")
"""Sort keys that end in a number of its own, or in the name of a household or a person."""
_ONCE = re.compile(r"^(?:UNIT|TALLY|PUNCTUALITY|RATE|IDEM)#|^[A-Z]+#\d{6,15}(?:-20\d\d)?$")
"""Units, what is counted for each of them, and what each has one of."""
_COPIED_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{10}GRW(\d{5})\d{8}")
_COPIED_NAME = re.compile(r"([^#]*)-GRW\d{8}")


class _Own(NamedTuple):
    """What a row is known by, and whether its sort key says so."""

    name: str
    in_sort_key: bool


class Grown(Memory):
    """The tables of a county, each partition grown to a size.

    Parameters
    ----------
    tables
        By name, the rows that are there.
    """

    def __init__(self, tables: Mapping[str, Iterable[Item]]) -> None:
        super().__init__(list(tables))
        self._size = 0
        self.fill((name, row) for name, rows in tables.items() for row in rows)
        ids = {one for _, *keys in self._rows for key in keys for one in _ID.findall(key)}
        self._ids = sorted(ids)
        self._number = {one: number for number, one in enumerate(self._ids)}
        self._grown: dict[tuple[str, str | None, str], list[Entry]] = {}

    def grow(self, size: int) -> None:
        """Let every partition that can hold so many rows from now on; 0: as many as there are."""
        self._size = size
        self._grown.clear()

    def row_at(self, table: str, pk: str, sk: str) -> Item | None:
        """Return a row, or a copy of one."""
        there = super().row_at(table, pk, sk)
        if there is not None:
            return there
        originals = self._originals(pk) | self._originals(sk)
        row = super().row_at(table, _replaced(pk, originals), _replaced(sk, originals))
        if row is None:
            return None
        copies = {original: copy for copy, original in originals.items()}
        return {name: _under_other_names(typed, copies) for name, typed in row.items()} | {
            "pk": {"S": pk},
            "sk": {"S": sk},
        }

    def entries_of(self, table: str, index: str | None, partition: str) -> list[Entry]:
        """Return what a partition holds, grown, in its order."""
        place = (table, index, partition)
        if place not in self._grown:
            originals = self._originals(partition)
            there = super().entries_of(table, index, _replaced(partition, originals))
            copies = {original: copy for copy, original in originals.items()}
            entries = [
                (_replaced(at, copies), _replaced(pk, copies), _replaced(sk, copies), weight)
                for at, pk, sk, weight in there
            ]
            self._grown[place] = self._multiplied(entries, index, partition)
        return self._grown[place]

    def _multiplied(self, entries: list[Entry], index: str | None, partition: str) -> list[Entry]:
        owned = [(entry, own) for entry in entries if (own := _own(entry, index, partition))]
        missing = self._size - len(entries)
        if missing <= 0 or not owned:
            return entries
        found = list(entries)
        for number in range(1, math.ceil(missing / len(owned)) + 1):
            for (at, pk, sk, weight), own in owned:
                copy = self._copy(own.name, number)
                if own.in_sort_key:
                    found.append((_last(at, own.name, copy), pk, _last(sk, own.name, copy), weight))
                else:
                    made = _last(pk, own.name, copy), sk.replace(own.name, copy)
                    found.append((at.replace(own.name, copy), *made, weight))
        return sorted(found[: len(entries) + missing])

    def _copy(self, name: str, number: int) -> str:
        if name in self._number:
            return f"{name[:10]}GRW{self._number[name]:05d}{number:08d}"
        return f"{name}-GRW{number:08d}"

    def _originals(self, key: str) -> dict[str, str]:
        """Return what copies a key names, and what each is a copy of."""
        ids = {made[0]: self._ids[int(made[1])] for made in _COPIED_ID.finditer(key)}
        return ids | {made[0]: made[1] for made in _COPIED_NAME.finditer(key)}


def _own(entry: Entry, index: str | None, partition: str) -> _Own | None:
    _, pk, sk, _ = entry
    ids = _ID.findall(sk)
    if ids and ids[-1] not in partition and ids[-1] not in pk:
        return _Own(ids[-1], in_sort_key=True)
    if index is None:
        return _Own(sk, in_sort_key=True) if _NUMBERED.match(sk) else None
    if _ONCE.match(pk):
        return None
    name = (_ID.findall(pk) or [pk.partition("#")[2]])[-1]
    return _Own(name, in_sort_key=False) if name and name not in partition else None


def _last(key: str, name: str, copy: str) -> str:
    return copy.join(key.rsplit(name, 1))


def _replaced(key: str, by: Mapping[str, str]) -> str:
    for before, after in by.items():
        key = key.replace(before, after)
    return key


def _under_other_names(typed: Mapping[str, Any], names: Mapping[str, str]) -> Mapping[str, Any]:
    said = typed.get("S")
    if said is None:
        return typed
    for before, after in names.items():
        if len(before) == 26:
            said = said.replace(before, after)
        elif said == before:
            said = after
        elif said.startswith("{"):
            said = said.replace(f'"{before}"', f'"{after}"')
    return {"S": said}
