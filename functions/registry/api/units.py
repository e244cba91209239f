"""Units: the public facts everybody signed in may read, and their upkeep by the county."""

from __future__ import annotations

import os
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import ALL_ROLES, Access, Role
from kernel.coordinates import Crs
from kernel.fields import UnitCode
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.sending import CATALOGUE
from kernel.problems import NotFound, StaleVersion
from kernel.texts import Text
from registry.api.base import API, FIRST_PAGE, answer, asked, show, unit_code
from registry.model.answers import GridMap, LocatedView, UnitPage, UnitView
from registry.model.closing import MoveUnit
from registry.model.requests import UnitBody
from registry.rules.boundaries import OutsideEveryGrid
from registry.rules.closing import NotClosable
from registry.rules.versions import VersionRequired
from registry.service import close_unit, save_unit, show_unit
from registry.service import locate_unit as locate
from registry.service.map_grids import map_grids

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
    crs: Annotated[Crs, Query(description="Coordinate system / 坐标系")],
) -> Response[Any]:
    """Convert a position and name its grid."""
    return API.answer(200, locate.locate_unit(lat, lon, crs))


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
    below = parent or os.environ["COUNTY_CODE"]
    return API.answer(200, show_unit.list_units(below, limit, cursor), headers=CATALOGUE)


@API.route(
    "GET",
    "/v1/registry/units/{code}",
    access=_ANYBODY,
    answers={200: (Text("单位", "The unit"), UnitView)},
    problems=[NotFound],
    summary=Text("单位信息", "Read a unit"),
    description=Text(
        "网格公示网格员姓名与电话（{zh:binzhou-grid-2021#6}的做法），其余人员不公开。",
        "Of a grid, names and phones of its workers are public, as {en:binzhou-grid-2021#6}, wants; of no "
        "other unit.",
    ),
)
def get_unit(code: str) -> Response[Any]:
    """Answer the public facts of a unit."""
    return show(show_unit.show_unit(unit_code(code)))


@API.route(
    "GET",
    "/v1/registry/units/{code}/boundaries",
    access=_ANYBODY,
    answers={200: (Text("GeoJSON", "The grids as a FeatureCollection"), GridMap)},
    problems=[NotFound],
    summary=Text("下级网格边界", "Map the grids below a unit"),
    description=Text(
        "村或乡镇以下全部已画边界的网格；乡镇按村分页，limit 为每页村数。公开展示地图须经审核并标注审图号。",
        "All grids with a boundary below a village or a town; of a town by pages of its villages, `limit` at once. A map shown to everybody "
        "needs approval and its number on it.",
    ),
)
def list_boundaries(code: str, cursor: Cursor = None, limit: Limit = FIRST_PAGE) -> Response[Any]:
    """Answer the boundaries of the grids below a unit."""
    return API.answer(200, map_grids(unit_code(code), limit, cursor), headers=CATALOGUE)


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
    return answer(save_unit.put_unit(asked(request), unit_code(code), body))


@API.route(
    "POST",
    "/v1/registry/units/{code}/transitions",
    access=Access(frozenset({Role.COUNTY_ADMIN})),
    answers={200: (Text("已登记", "Recorded"), UnitView)},
    problems=[NotFound, NotClosable],
    summary=Text("撤销或合并单位", "Close a unit, or merge it into another"),
    description=Text(
        "自指定之日起撤销，或并入同级单位；之后不再受理上报、任命和迁入，历史保留。到期后由县技术人员运行 infra.carry_over（可先试运行），网格、岗位、"
        "户及积分随之转入。生效前可用 keep 取消。",
        "From a day on it is no more, or another of its level takes its place: nothing is reported, appointed or moved there then, and its "
        "history stays. From that day on `infra.carry_over` (with a dry run) takes along its grids, posts and households with their "
        "points. Until then `keep` undoes it.",
    ),
)
def move_unit(request: Called, code: str, body: MoveUnit) -> Response[Any]:
    """Close a unit from a day on, merge it into another, or keep it."""
    return answer(close_unit.move_unit(asked(request, 200), unit_code(code), body))
