"""What may be the same matter already, for whoever is about to report it."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from incidents.api.base import API, SIGNED_IN, CategoryQuery, UnitQuery
from incidents.model.fields import ReferenceSystem, ReportedLocation
from incidents.model.hints import HintList, hint_view
from incidents.rules.policy import UnknownCategory
from incidents.rules.reporting import Point
from incidents.service.find_similar import find_similar, rows_needed
from kernel.http import Called
from kernel.problems import InvalidFields
from kernel.texts import Text
from kernel.units import is_place
from registry import OutsideEveryGrid


@API.route(
    "GET",
    "/v1/incidents/similar",
    access=SIGNED_IN,
    answers={200: (Text("可能相同的未办结事件", "What may be the same matter"), HintList)},
    problems=[UnknownCategory, OutsideEveryGrid],
    summary=Text("上报前查重", "Find what may be the same matter"),
    description=Text(
        "上报前按类别和单位或坐标查询附近近期未办结的事件，可用 join 附议，不必重复上报。不含人员、内容和准确位置；涉及个人的类别不提示邻里。",
        "Before reporting: open incidents of the category near in place and time, to be joined instead of reported again. No person, no "
        "words, no exact position; categories about persons are hinted at to staff alone.",
    ),
    beforehand=lambda _: rows_needed(),
)
def list_similar(
    request: Called,
    category: CategoryQuery,
    unit: UnitQuery = None,
    lat: Annotated[float | None, Query(ge=-90, le=90, description="Latitude / 纬度")] = None,
    lon: Annotated[float | None, Query(ge=-180, le=180, description="Longitude / 经度")] = None,
    crs: Annotated[ReferenceSystem | None, Query(description="Reference system / 坐标系")] = None,
) -> Response[Any]:
    """Hint at open incidents that may be the same matter."""
    found = find_similar(request, category, _place(unit), _point(unit, lat, lon, crs))
    return API.answer(200, {"items": [hint_view(hint, request.language) for hint in found]})


def _place(unit: str | None) -> str | None:
    if unit is None or is_place(unit):
        return unit
    raise InvalidFields.one(
        "unit",
        Text("须为 6、9、12 或 15 位单位代码。", "Must be a unit code of 6, 9, 12 or 15 digits."),
    )


def _point(
    unit: str | None, lat: float | None, lon: float | None, crs: ReferenceSystem | None
) -> Point | None:
    given = {"lat": lat, "lon": lon, "crs": crs}
    missing = [name for name, value in given.items() if value is None]
    if len(missing) == len(given) and unit is not None:
        return None
    if missing:
        raise InvalidFields.one(
            missing[0],
            Text(
                "须填写单位，或完整的位置（纬度、经度、坐标系）。",
                "Give unit, or lat, lon and crs together.",
            ),
        )
    return ReportedLocation.model_validate(given).as_point()
