"""Maps of a village as GeoJSON (RFC 7946), and the number under which everybody may see them."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from kernel.fields import Day, Model
from kernel.texts import Language
from services.environment.rules.courtyards import Courtyard
from services.environment.rules.lines import Line, LineKind
from services.environment.rules.maps import Layer, MapApproval
from services.environment.rules.work_days import WorkDay
from services.environment.service.map_village import Mapped


class PutMapApproval(Model):
    """The number under which the county's maps may be shown to everybody."""

    number: Annotated[
        str,
        Field(
            pattern=r"^[\u4e00-\u9fffA-Z]{1,6}[（(]20\d\d[）)]\d{1,6}号$",
            examples=["晋S（2026）012号"],
            description="Map approval number / 审图号",
        ),
    ]
    valid_from: Day
    valid_to: Day | None = None


class MapApprovalView(TypedDict):
    """The number under which the county's maps may be shown to everybody."""

    county: str
    number: str
    valid_from: str
    valid_to: str | None
    version: int


class MapLine(TypedDict):
    """A line; longitude first, CGCS2000 degrees."""

    type: Literal["LineString"]
    coordinates: list[list[float]]


class MapPoint(TypedDict):
    """A point; longitude first, CGCS2000 degrees."""

    type: Literal["Point"]
    coordinates: list[float]


class MapProperties(TypedDict):
    """What is said of a feature; no person."""

    layer: Layer
    kind: Layer | LineKind
    name: str
    length_m: int | None
    due_on: Annotated[str | None, Field(description="To staff alone / 仅工作人员可见")]
    stars: int | None


class MapFeature(TypedDict):
    """One thing on the map."""

    type: Literal["Feature"]
    id: str
    geometry: MapLine | MapPoint | None
    properties: MapProperties


class MapPage(TypedDict):
    """One page of a layer as a FeatureCollection."""

    type: Literal["FeatureCollection"]
    features: list[MapFeature]
    map_approval_number: Annotated[
        str | None, Field(description="To be shown on the map / 须在图上标注的审图号")
    ]
    next_cursor: str | None


def map_view(mapped: Mapped, language: Language) -> MapPage:
    """Return a page of a layer as it is answered."""
    features = [_feature(one, mapped, language) for one in mapped.page.rows]
    return {
        "type": "FeatureCollection",
        "features": features,
        "map_approval_number": mapped.number,
        "next_cursor": mapped.page.next_cursor,
    }


def _feature(one: Line | WorkDay | Courtyard, mapped: Mapped, language: Language) -> MapFeature:
    layer = mapped.layer
    said: MapProperties = {
        "layer": layer,
        "kind": layer,
        "name": layer.said.say(language),
        "length_m": None,
        "due_on": None,
        "stars": None,
    }
    if isinstance(one, Line):
        said["kind"], said["name"], said["length_m"] = one.kind, one.name, one.length_m
        if mapped.number is None:
            said["due_on"] = one.due_on.isoformat()
        along = [[each.lon, each.lat] for each in one.path]
        return _shown(one.id, {"type": "LineString", "coordinates": along}, said)
    if isinstance(one, WorkDay):
        said["name"] = one.theme
        return _shown(one.id, _point(one.place.lat, one.place.lon) if one.place else None, said)
    said["stars"] = one.stars
    return _shown(one.id, _point(one.lat, one.lon), said)


def _point(lat: float | None, lon: float | None) -> MapPoint | None:
    if lat is None or lon is None:
        return None
    return {"type": "Point", "coordinates": [lon, lat]}


def _shown(thing: str, geometry: MapLine | MapPoint | None, said: MapProperties) -> MapFeature:
    return {"type": "Feature", "id": thing, "geometry": geometry, "properties": said}


def approval_view(approval: MapApproval) -> MapApprovalView:
    """Return an approval as it is answered."""
    return {
        "county": approval.id,
        "number": approval.number,
        "valid_from": approval.valid_from.isoformat(),
        "valid_to": approval.valid_to.isoformat() if approval.valid_to else None,
        "version": approval.version,
    }
