"""Create or change a unit, and its boundary on the tiles it touches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kernel.access import Role
from kernel.actors import Actor
from kernel.directory import UnitRow
from kernel.problems import InvalidFields, NotFound
from kernel.storage.unit_of_work import Outcome
from kernel.texts import Text
from kernel.units import Level, level_of, parent_of
from registry.model.requests import UnitBody, has_empty_segment
from registry.rules import boundaries
from registry.service.asked import Asked, Saved
from registry.service.show_unit import workers_of
from registry.service.views import unit_view
from registry.store.register import Effect, Register
from registry.store.rows import TileRow

MOST_GRIDS_IN_A_TILE = 150
MOST_TILE_BYTES = 90_000


def put_unit(asked: Asked, code: str, body: UnitBody) -> Outcome[Saved]:
    """Create a unit, or replace its facts."""
    post = asked.scope.within(code, {Role.COUNTY_ADMIN})
    if has_empty_segment(code):
        raise NotFound
    key = UnitRow.key(code)

    def decide(register: Register) -> Saved:
        before: UnitRow | None = register.find(key)
        asked.seen.refuse_unseen(int(before.version) if before else None)
        effect = save_unit(register, code, body.model_dump())
        register.note(key, f"unit {effect}", Actor.of(asked.scope.person, post))
        row: UnitRow = register.find(key)
        return Saved(unit_view(row, workers_of(row)), int(row.version), is_new=before is None)

    return asked.change(decide)


def save_unit(register: Register, code: str, given: Mapping[str, Any]) -> Effect:
    """Create or change a unit; a boundary is written to its tiles too.

    Raises
    ------
    InvalidFields
        The parent is unknown, something other than a grid is given a boundary, or the boundary
        cannot be one.
    """
    level, parent = level_of(code), parent_of(code)
    if parent and register.find(UnitRow.key(parent)) is None:
        raise InvalidFields.one(
            "code", Text(f"上级单位 {parent} 未登记。", f"Unit {parent} is unknown.")
        )
    if given.get("boundary") and level is not Level.GRID:
        raise InvalidFields.one("boundary", Text("只有网格有边界。", "Only grids have a boundary."))
    if given.get("boundary"):
        given = {**given, "boundary": boundaries.checked_boundary(given["boundary"])}
    key = UnitRow.key(code)
    before: UnitRow | None = register.find(key)
    if "boundary" in given:
        _redraw(register, code, before.boundary if before else None, given["boundary"])
    first = {"code": code, "level": str(level), "parent": parent, "placeholder": False}
    return register.alter(key, given, first)


def _redraw(register: Register, code: str, before: str | None, after: str | None) -> None:
    if before == after:
        return
    now_on = boundaries.tiles_of(after)
    tiles = boundaries.tiles_of(before) | now_on
    register.load(TileRow.key(tile) for tile in tiles)
    for tile in sorted(tiles):
        row: TileRow | None = register.find(TileRow.key(tile))
        drawn: dict[str, str] = dict(row.boundaries) if row else {}
        drawn.pop(code, None)
        if tile in now_on and after:
            drawn[code] = after
        if len(drawn) > MOST_GRIDS_IN_A_TILE or len(json.dumps(drawn)) > MOST_TILE_BYTES:
            raise InvalidFields.one(
                "boundary",
                Text(
                    "此处网格过密或边界过细，请先抽稀边界。",
                    "Too many or too detailed boundaries here: simplify them first.",
                ),
            )
        first = {"parent": TileRow.ALL, "code": f"{tile.north}#{tile.east}"}
        register.alter(TileRow.key(tile), {"boundaries": drawn}, first)
