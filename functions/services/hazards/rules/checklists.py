"""Checklists: thirteen kinds, each a versioned document (`data/checklists/KIND-VERSION.json`); a version that was used is never changed.

A county sets its own beside them (`rules/own_checklists`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from kernel.law import Reference, reference
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Named, Text
from services.hazards.rules.terms import DATA


class HazardKind(Named):
    """What a checklist is for (DOMAIN.md 13)."""

    DWELLING = "dwelling", "住房", "dwellings"
    SHOP_HOUSE = "shop_house", "经营性自建房", "self-built houses used for business"
    FIRE = "fire", "用火", "fire"
    POWER = "power", "用电", "power"
    GAS = "gas", "用气", "gas"
    FARM_MACHINE = "farm_machine", "农机", "farm machines"
    ROAD = "road", "道路", "roads"
    POND = "pond", "水塘（溺水）", "ponds (drowning)"
    SLOPE = "slope", "山洪地灾", "torrents and slopes"
    FOREST = "forest", "森林", "forest"
    LIVESTOCK = "livestock", "养殖", "livestock"
    SMALL_VENUE = "small_venue", "九小场所", "small venues"
    VULNERABLE = "vulnerable", "特殊人群", "people in need"


class Grade(Named):
    """How grave a hazard is (安监总局令16 Art. 3)."""

    GENERAL = "general", "一般隐患", "general"
    MAJOR = "major", "重大隐患", "major"


class Duty(Named):
    """To whom the law has something reported at once."""

    POLICE = "police", "公安机关", "the police"
    POLICE_OR_CIVIL_AFFAIRS = (
        "police_or_civil_affairs",
        "公安、民政、教育部门",
        "police, civil affairs or education",
    )
    GAS_SUPPLIER = "gas_supplier", "燃气企业或主管部门、消防", "the gas supplier or the department"
    ANIMAL_HEALTH = "animal_health", "动物防疫机构", "animal health"


class UnknownItem(InvalidFields):
    """A finding names an item of its checklist."""

    slug = "unknown-item"


@record
class Item:
    """One thing to look at.

    Attributes
    ----------
    grade
        The least it is, whoever judges it.
    photo
        Whether what was found is shown by a photo before it is closed.
    duty
        To whom it is reported at once; None: nobody in particular.
    """

    kind: HazardKind
    code: str
    name: Text
    grade: Grade
    photo: bool
    duty: Duty | None
    cites: Reference


@record
class Checklist:
    """One version of a checklist."""

    kind: HazardKind
    version: int
    valid_from: date
    valid_to: date | None
    items: tuple[Item, ...]

    def item(self, code: str) -> Item:
        """Return an item.

        Raises
        ------
        UnknownItem
            It has none of that code.
        """
        found = next((one for one in self.items if one.code == code), None)
        if found is None:
            said = Text("排查清单中没有这一项。", "The checklist has no such item.")
            raise UnknownItem.one("item", said)
        return found


@cache
def versions(kind: HazardKind) -> Sequence[Checklist]:
    """Return every version of a checklist, newest first."""
    files = (DATA / "checklists").glob(f"{kind}-*.json")
    found = (_checklist(json.loads(one.read_bytes())) for one in files)
    return sorted(found, key=lambda one: -one.version)


def in_force(kind: HazardKind, day: date) -> Checklist:
    """Return a checklist as it is used on a day; what was found before the first version goes by that."""
    known = versions(kind)
    return next((one for one in known if one.valid_from <= day), known[-1])


def item_of(kind: HazardKind, version: int, code: str) -> Item:
    """Return an item that was found, by the version it was found by."""
    return next(one for one in versions(kind) if one.version == version).item(code)


def _checklist(said: dict[str, Any]) -> Checklist:
    kind = HazardKind(said["kind"])
    until = said["valid_to"]
    return Checklist(
        kind,
        said["version"],
        date.fromisoformat(said["valid_from"]),
        date.fromisoformat(until) if until else None,
        tuple(item_said(kind, one) for one in said["items"]),
    )


def item_said(kind: HazardKind, said: dict[str, Any]) -> Item:
    """Return an item as a document says it."""
    return Item(
        kind,
        said["code"],
        Text(**said["name"]),
        Grade(said["grade"]),
        bool(said.get("photo")),
        Duty(said["duty"]) if said.get("duty") else None,
        reference(said["cites"]),
    )
