"""What everybody reads of the environment without login: what a plate says, and maps that were approved."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import paging
from kernel.access import PUBLIC
from kernel.http import Called
from kernel.http.asked import Village
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, TooManyRequests
from kernel.texts import Text
from services.api.base import API
from services.environment.api.base import PUBLIC_BASE
from services.environment.model.courtyards import CourtyardPlateView, plate_view
from services.environment.model.maps import MapPage, map_view
from services.environment.rules.maps import Layer, MapNotApproved
from services.environment.service import map_village, see_courtyards


@API.route(
    "GET",
    f"{PUBLIC_BASE}/plates/{{plate}}",
    access=PUBLIC,
    answers={200: (Text("庭院标牌", "What the plate says"), CourtyardPlateView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("扫庭院标牌码", "Follow the plate at a gate"),
    description=Text(
        "无需登录；只显示村、星级和日期，不显示户和人。",
        "Without login: village, stars and days, no household and no person.",
    ),
)
def get_public_plate(
    request: Called,
    plate: Annotated[
        str, Path(pattern=r"^[A-Za-z0-9_\-]{22}$", examples=["AbCdEfGhIjKlMnOpQrStUv"])
    ],
) -> Response[Any]:
    """Read what a plate says while its stars hold."""
    API.count_look(request)
    return API.answer(200, plate_view(see_courtyards.see_plate(plate), request.language))


@API.route(
    "GET",
    f"{PUBLIC_BASE}/map",
    access=PUBLIC,
    answers={200: (Text("GeoJSON", "A page of a layer"), MapPage)},
    problems=[MapNotApproved, TooManyRequests],
    summary=Text("公开地图数据", "Read the public map of a village"),
    description=Text(
        "无需登录；仅在县已登记有效审图号时公开，须标注该号；不含庭院、门前等住户所在处。",
        "Without login, only while the county has entered an approval number, which is to be shown; without courtyards, door fronts or any "
        "other place where a household lives.",
    ),
)
def get_public_environment_map(
    request: Called,
    village: Village,
    layer: Annotated[Layer, Query()] = Layer.LINES,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """Read one page of a layer that everybody may see."""
    API.count_look(request)
    mapped = map_village.map_for_all(village, layer, limit, cursor)
    return API.answer(200, map_view(mapped, request.language))
