"""Units: the public facts everybody signed in may read, and their upkeep by the county."""

from __future__ import annotations

import json
import os
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import clock, geo
from kernel.access import ALL_ROLES, Access, Role
from kernel.directory import PersonRow, UnitRow, find_units
from kernel.fields import UnitCode
from kernel.http import Called
from kernel.problems import InvalidFields, NotFound, StaleVersion
from kernel.storage.dynamo import read
from kernel.texts import Text
from kernel.units import Level
from registry.api.base import (
    API,
    FIRST_PAGE,
    Cursor,
    Limit,
    VersionRequired,
    refuse_unseen,
    settled,
    unit_code,
)
from registry.model.answers import LocatedView, UnitPage, UnitView
from registry.model.requests import UnitBody, has_empty_segment
from registry.rules.boundaries import OutsideEveryGrid
from registry.store.changes import save_unit
from registry.store.draft import Actor, Draft, Settled
from registry.store.grids import find_grid
from registry.store.lists import units_below

_ANYBODY = Access(ALL_ROLES, scoped=False)


@API.route(
    "GET",
    "/v1/registry/units/locate",
    access=_ANYBODY,
    answers={200: (Text("所在网格", "The grid"), LocatedView)},
    problems=[OutsideEveryGrid],
    summary=Text("查询位置所在网格", "Find the grid of a position"),
)
def locate_unit(
    lat: Annotated[float, Query(ge=-90, le=90, description="Latitude, degrees / 纬度")],
    lon: Annotated[float, Query(ge=-180, le=180, description="Longitude, degrees / 经度")],
    crs: Annotated[geo.Crs, Query(description="Coordinate system / 坐标系")],
) -> Response[Any]:
    """Convert a position and name its grid."""
    try:
        point = geo.to_cgcs2000(lat, lon, crs)
    except geo.GeometryError as fault:
        raise InvalidFields.one(
            "crs",
            Text("该坐标系仅适用于中国境内的位置。", "This system is defined in China only."),
        ) from fault
    code = find_grid(point.lat, point.lon)
    unit = find_units([code])[code]
    return API.answer(200, {"grid": code, "name": unit.name, "lat": point.lat, "lon": point.lon})


@API.route(
    "GET",
    "/v1/registry/units",
    access=_ANYBODY,
    answers={200: (Text("下级单位", "Units below"), UnitPage)},
    summary=Text("下级单位列表", "List the units below a unit"),
)
def list_units(
    parent: Annotated[
        UnitCode | None, Query(description="Unit above, the county by default / 上级单位，默认本县")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = FIRST_PAGE,
) -> Response[Any]:
    """List the units directly below a unit."""
    page = units_below(parent or os.environ["COUNTY_CODE"], limit, cursor)
    return API.answer(
        200, {"items": [_summary(row) for row in page.rows], "next_cursor": page.next_cursor}
    )


@API.route(
    "GET",
    "/v1/registry/units/{code}",
    access=_ANYBODY,
    answers={200: (Text("单位", "The unit"), UnitView)},
    problems=[NotFound],
    summary=Text("单位信息", "Read a unit"),
    description=Text(
        "网格公示网格员姓名与电话（滨州市网格化服务管理条例第六条的做法），其余人员不公开。",
        "Of a grid, names and phones of its workers are public, as grid regulations want; of no "
        "other unit.",
    ),
)
def get_unit(code: str) -> Response[Any]:
    """Answer the public facts of a unit."""
    (row,) = read([UnitRow.key(unit_code(code))], consistent=True)
    if row is None:
        raise NotFound
    return API.answer(200, _view(row), version=int(row.version))


@API.route(
    "PUT",
    "/v1/registry/units/{code}",
    access=Access(frozenset({Role.COUNTY_ADMIN})),
    answers={
        200: (Text("已修改", "Changed"), UnitView),
        201: (Text("已新建", "Created"), UnitView),
    },
    problems=[NotFound, VersionRequired, StaleVersion],
    summary=Text("新建或修改单位", "Create or replace a unit"),
)
def put_unit(request: Called, code: str, body: UnitBody) -> Response[Any]:
    """Create a unit, or replace its facts."""
    post = request.within(unit_code(code), {Role.COUNTY_ADMIN})
    if has_empty_segment(code):
        raise NotFound
    key = UnitRow.key(code)

    def decide(draft: Draft) -> Settled:
        before = draft.find(key)
        refuse_unseen(before)
        outcome = save_unit(draft, code, body.model_dump())
        draft.note(key, f"unit {outcome}", Actor(request.person.person_id, post))
        row: UnitRow = draft.find(key)
        return Settled(200 if before else 201, _view(row), int(row.version))

    return settled(decide)


def _summary(row: UnitRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "level": row.level,
        "parent": row.parent,
        "name": row.name,
        "name_en": row.name_en,
        "placeholder": bool(row.placeholder),
        "contact_phone": row.contact_phone,
    }


def _view(row: UnitRow) -> dict[str, Any]:
    return {
        **_summary(row),
        "boundary": json.loads(row.boundary) if row.boundary else None,
        "grid_workers": _workers(row) if row.level == Level.GRID else [],
        "version": int(row.version),
    }


def _workers(grid: UnitRow) -> list[dict[str, Any]]:
    holders = sorted(grid.holders(Role.GRID_WORKER, clock.today()))
    people: list[PersonRow] = read([PersonRow.key(holder) for holder in holders[:100]])
    return [{"name": person.name, "phone": person.phone} for person in people]
