"""Who can be picked when signing in on this machine: in groups, those of the first walk first, each with the place of the post."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from infra.local.cloud import ROOT
from infra.local.sign_in import Somebody

REFERENCE = ROOT / "infra" / "reference"
DEMO = REFERENCE / "demo"
UNITS = REFERENCE / "licheng" / "units.csv"
FIRST = ("county_officer", "village_officer", "grid_worker", "resident", "town_officer")
BEGIN = "先从这几位开始 · To begin with"
GROUPS: Mapping[str, frozenset[str]] = {
    "村民 · Villagers": frozenset({"resident"}),
    "网格 · Grids": frozenset({"grid_worker", "grid_chief"}),
    "村 · Village": frozenset(
        {
            "village_officer",
            "village_representative",
            "village_supervisor",
            "points_verifier",
            "shop_keeper",
            "mediator",
            "errand_agent",
        }
    ),
    "村集体 · The collective": frozenset(
        {"collective_director", "bookkeeper", "cashier", "collective_supervisor"}
    ),
    "执法 · Enforcement": frozenset(
        {
            "enforcement_officer",
            "legal_reviewer",
            "enforcement_head",
            "hearing_chair",
            "justice_supervisor",
        }
    ),
    "乡镇、县和部门 · Town, county, departments": frozenset(
        {"town_officer", "county_officer", "county_admin"}
    ),
}
"""Headings with the roles below them. Whoever holds posts of several stands where the last of them is; without a post, with the villagers."""


def somebodies(tokens: Mapping[str, str]) -> dict[str, Somebody]:
    """Return who may be picked, in the order of the page, for the token of each persona."""
    names = {row["person_id"]: row["name"] for row in _rows(DEMO / "persons.csv")}
    units = {row["code"]: row["name"] for row in _rows(UNITS)}
    entries: list[dict[str, Any]] = json.loads((DEMO / "personas.json").read_text(encoding="utf-8"))
    known = {one["persona"]: one for one in entries}
    found = {
        persona: Somebody(
            token,
            names.get(known[persona]["person_id"], ""),
            known[persona]["note"],
            units.get(known[persona]["unit"] or "", ""),
            group_of(persona, known[persona]["roles"]),
        )
        for persona, token in tokens.items()
    }
    order = [BEGIN, *GROUPS]
    first = {persona: place for place, persona in enumerate(FIRST)}
    ranked = sorted(found, key=lambda one: (order.index(found[one].group), first.get(one, 0)))
    return {persona: found[persona] for persona in ranked}


def group_of(persona: str, roles: Iterable[str]) -> str:
    """Return the heading below which a persona stands."""
    if persona in FIRST:
        return BEGIN
    held = set(roles)
    return next((one for one in reversed(list(GROUPS)) if GROUPS[one] & held), next(iter(GROUPS)))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
