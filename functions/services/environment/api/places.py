"""Routes of what is said of a place as a whole: criteria, figures, the map and the number it may be public under."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import paging
from kernel.access import ALL_ROLES, Access, Role
from kernel.http import Called
from kernel.http.asked import Area, Village
from kernel.http.pages import Cursor, Limit
from kernel.problems import InvalidFields, NotFound, OutsideYourArea, StaleVersion
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text
from services.api.base import API
from services.environment.api.base import BASE, STAFFED
from services.environment.model.courtyard_requests import PutCriteria
from services.environment.model.courtyards import CriteriaView, criteria_view
from services.environment.model.maps import (
    MapApprovalView,
    MapPage,
    PutMapApproval,
    approval_view,
    map_view,
)
from services.environment.model.work_days import EnvironmentFigures, figures_view
from services.environment.rules.criteria import CriteriaDoNotHold
from services.environment.rules.maps import Layer
from services.environment.service import map_village
from services.environment.service.keep_tallies import figures_of
from services.environment.service.set_criteria import read_criteria, set_criteria

_ADMIN = frozenset({Role.COUNTY_ADMIN})


@API.route(
    "GET",
    f"{BASE}/criteria",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("评定标准", "The criteria"), CriteriaView)},
    problems=[NotFound],
    summary=Text("查看美丽庭院标准", "Read by what courtyards are rated"),
)
def get_courtyard_criteria(
    request: Called, version: Annotated[int | None, Query(ge=0, le=999_999)] = None
) -> Response[Any]:
    """Read the criteria in force, or those of an earlier version."""
    kept = read_criteria(version)
    return API.answer(200, criteria_view(kept, request.language), version=kept.version)


@API.route(
    "PUT",
    f"{BASE}/criteria",
    access=Access(_ADMIN, scoped=False),
    answers={200: (Text("新版标准", "The new version, in force now"), CriteriaView)},
    problems=[StaleVersion, CriteriaDoNotHold, SomebodyWasFaster],
    summary=Text("设定美丽庭院标准", "Set by what courtyards are rated"),
    description=Text(
        "存为新版本；已申报的仍按原版本。满分合计 100，室内项目经本户同意才评。",
        "Kept as the next version; what is rated already keeps its own. A hundred points; rooms by consent only.",
    ),
)
def put_courtyard_criteria(request: Called, body: PutCriteria) -> Response[Any]:
    """Set a new version of the criteria."""
    kept = set_criteria(body.document(), request.expected_version, request.person.person_id)
    return API.answer(200, criteria_view(kept, request.language), version=kept.version)


@API.route(
    "GET",
    f"{BASE}/figures",
    access=STAFFED,
    answers={200: (Text("人居环境数据", "The environment in numbers"), EnvironmentFigures)},
    problems=[OutsideYourArea],
    summary=Text("人居环境数据", "Read a place's environment in numbers"),
)
def get_environment_figures(
    request: Called,
    unit: Area,
    year: Annotated[int, Query(ge=2000, le=2099, description="Year / 年度", examples=[2026])],
) -> Response[Any]:
    """Count what a place has now, and what it did in a year."""
    return API.answer(200, figures_view(figures_of(request, unit, year)))


@API.route(
    "GET",
    f"{BASE}/map",
    access=STAFFED,
    answers={200: (Text("GeoJSON", "A page of a layer"), MapPage)},
    problems=[OutsideYourArea],
    summary=Text("本村地图数据", "Read the map of a village"),
    description=Text(
        "GeoJSON，经度在前，CGCS2000；仅供工作人员。",
        "GeoJSON, longitude first, CGCS2000 degrees; for staff.",
    ),
)
def get_environment_map(
    request: Called,
    village: Village,
    layer: Annotated[Layer, Query()] = Layer.LINES,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """Read one page of a layer of a village the caller serves."""
    mapped = map_village.map_for_staff(request, village, layer, limit, cursor)
    return API.answer(200, map_view(mapped, request.language))


@API.route(
    "PUT",
    f"{BASE}/map-approvals/{{county}}",
    access=Access(_ADMIN),
    answers={200: (Text("已登记审图号", "Entered"), MapApprovalView)},
    problems=[OutsideYourArea, StaleVersion, InvalidFields, SomebodyWasFaster],
    summary=Text("登记审图号", "Enter the map approval number"),
    description=Text(
        "登记有效审图号后，地图数据才对外公开，并须标注该号。",
        "Maps are public only while a number holds, and carry it.",
    ),
)
def put_map_approval(
    request: Called,
    county: Annotated[str, Path(pattern=r"^[1-9]\d{5}$", examples=["140426"])],
    body: PutMapApproval,
) -> Response[Any]:
    """Enter the number of the caller's county."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: map_village.put_approval(work, request, county, body, expected),
        approval_view,
    )
