"""What the registry answers, for the API description; bodies are built as plain dictionaries."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from kernel.access import Role
from kernel.units import Level
from registry.model.requests import ImportFormat, ImportKind
from registry.rules.relations import Relation

Cursor = Annotated[
    str | None,
    Field(description="Next page, null after the last / 下一页游标，末页为 null"),
]
Masked = Annotated[
    str | None, Field(description="Masked unless asked for / 默认脱敏", examples=["000****0001"])
]


class PostView(TypedDict):
    """A post."""

    post_id: Annotated[str, Field(examples=["p-gw-01~grid_worker~140426106201001~2026-01-01"])]
    role: Role
    role_name: Annotated[str, Field(examples=["网格员"])]
    role_name_en: Annotated[str, Field(examples=["grid worker"])]
    unit: Annotated[str, Field(examples=["140426106201001"])]
    valid_from: Annotated[str, Field(examples=["2026-01-01"])]
    valid_to: str | None


class MyPostView(PostView):
    """A post the caller holds today."""

    unit_name: str | None
    unit_name_en: str | None


class MeView(TypedDict):
    """The caller."""

    person_id: str
    name: str
    phone: Masked
    household: str | None
    posts: list[MyPostView]


class WorkerView(TypedDict):
    """A grid worker as posted in public."""

    name: str
    phone: str | None


class UnitSummary(TypedDict):
    """A unit in a list."""

    code: str
    level: Level
    parent: str | None
    name: str
    name_en: str | None
    placeholder: bool
    contact_phone: str | None
    closed_from: Annotated[str | None, Field(description="First day it is no more / 自何日起撤销")]
    merged_into: Annotated[str | None, Field(description="Which takes its place / 并入的单位")]


class UnitView(UnitSummary):
    """A unit."""

    boundary: Annotated[dict[str, Any] | None, Field(description="GeoJSON, CGCS2000")]
    grid_workers: Annotated[
        list[WorkerView],
        Field(description="Grids only: name and phone, as they are posted / 网格公示信息"),
    ]
    version: int


class UnitPage(TypedDict):
    """Units below a unit."""

    items: list[UnitSummary]
    next_cursor: Cursor


class GridProperties(TypedDict):
    """What is said of a grid on a map."""

    code: str
    parent: str | None
    name: str
    name_en: str | None


class GridPolygon(TypedDict):
    """One outline with its holes; longitude first, CGCS2000 degrees."""

    type: Literal["Polygon"]
    coordinates: list[list[list[float]]]


class GridMultiPolygon(TypedDict):
    """Several outlines; longitude first, CGCS2000 degrees."""

    type: Literal["MultiPolygon"]
    coordinates: list[list[list[list[float]]]]


class GridFeature(TypedDict):
    """A grid on a map."""

    type: Literal["Feature"]
    id: str
    geometry: GridPolygon | GridMultiPolygon
    properties: GridProperties


class GridMap(TypedDict):
    """The grids below a unit as a FeatureCollection (RFC 7946)."""

    type: Literal["FeatureCollection"]
    features: list[GridFeature]
    next_cursor: Cursor


class LocatedView(TypedDict):
    """Which grid a position is in."""

    grid: Annotated[str, Field(examples=["140426106201001"])]
    name: str
    lat: Annotated[float, Field(description="CGCS2000")]
    lon: Annotated[float, Field(description="CGCS2000")]


class PersonView(TypedDict):
    """A person with all posts, past ones too."""

    person_id: str
    name: str
    phone: Masked
    household: str | None
    posts: list[PostView]
    version: int


class ReadView(TypedDict):
    """One reading of a person's unmasked data."""

    at: str
    reader: str
    reader_role: str
    reader_unit: str
    reason: str


class ReadPage(TypedDict):
    """Who read a person's data unmasked."""

    items: list[ReadView]
    next_cursor: Cursor


class StaffView(PostView):
    """A post with its holder."""

    person_id: str
    person_name: str


class StaffList(TypedDict):
    """The staff of a unit."""

    items: list[StaffView]


class HouseholdSummary(TypedDict):
    """A household in a list."""

    household_id: str
    unit: str
    head_name: str | None
    door_plate: str | None
    address: str | None


class ResidentView(TypedDict):
    """A resident."""

    resident_id: str
    household_id: str
    person_id: str | None
    name: str
    relation: Relation | None
    birth_year: int | None
    birth_month: int | None
    birth_day: int | None
    id_tail: Annotated[str | None, Field(examples=["**************003X"])]
    version: int


class HouseholdView(HouseholdSummary):
    """A household with its residents."""

    residents: list[ResidentView]
    version: int


class RelativesView(TypedDict):
    """The near relatives of a household, by household."""

    household_id: str
    relatives: dict[str, str]


class HouseholdPage(TypedDict):
    """Households of a village or grid."""

    items: list[HouseholdSummary]
    next_cursor: Cursor


class UploadView(TypedDict):
    """Where to send the file: `PUT` its bytes with exactly these headers."""

    url: str
    method: Annotated[str, Field(examples=["PUT"])]
    headers: dict[str, str]
    expires_at: str


class LineError(TypedDict):
    """What is wrong in a line of the file."""

    row: Annotated[int, Field(description="Line as a spreadsheet counts, header = 1 / 行号")]
    column: Annotated[str, Field(examples=["unit"])]
    message: str
    message_en: str


class ErrorPage(TypedDict):
    """Errors of the last dry run, in the order of the file."""

    items: list[LineError]
    next_cursor: Cursor


class ImportView(TypedDict):
    """An import and how far it is."""

    id: str
    kind: ImportKind
    format: ImportFormat
    file_name: str
    status: Annotated[str, Field(examples=["checked"])]
    actions: list[str]
    rows_total: int | None
    rows_done: int
    created: int
    changed: int
    unchanged: int
    error_count: int
    created_at: str
    created_by: str
    updated_at: str
    version: int
    upload: NotRequired[UploadView]
    errors: NotRequired[ErrorPage]
