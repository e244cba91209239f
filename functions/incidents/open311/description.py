"""What GeoReport's routes take and answer, for the API description alone; no function imports this."""

# Without postponed annotations: pydantic reads these.

from typing import Any, Literal

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from incidents.open311.formats import Form

_FORM = "application/x-www-form-urlencoded"


class GeoReportEndpoint(TypedDict):
    """Where one version of the API is."""

    specification: str
    url: str
    changeset: str
    type: Literal["production", "test"]
    formats: list[str]


class GeoReportDiscovery(TypedDict):
    """Service discovery."""

    changeset: str
    contact: str
    key_service: str
    endpoints: list[GeoReportEndpoint]


class GeoReportService(TypedDict):
    """A category as a service."""

    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: Literal["realtime"]
    keywords: str
    group: str


class GeoReportValue(TypedDict):
    """One of the values of a list."""

    key: str
    name: str


class GeoReportAttribute(TypedDict):
    """What a request may say beyond the specification's own fields."""

    variable: bool
    code: str
    datatype: Literal["string", "singlevaluelist"]
    required: bool
    datatype_description: str | None
    order: int
    description: str
    values: list[GeoReportValue]


class GeoReportServiceDefinition(TypedDict):
    """The attributes of a service."""

    service_code: str
    attributes: list[GeoReportAttribute]


class GeoReportServiceRequest(TypedDict):
    """A request as anybody may see it."""

    service_request_id: str
    status: Literal["open", "closed"]
    status_notes: str
    service_name: str
    service_code: str
    description: None
    agency_responsible: str
    service_notice: str | None
    requested_datetime: str
    updated_datetime: str
    expected_datetime: str | None
    address: str | None
    address_id: str | None
    zipcode: None
    lat: float | None
    long: float | None
    media_url: None


class GeoReportReceipt(TypedDict):
    """What a report is answered."""

    service_request_id: str
    service_notice: str
    account_id: None


class GeoReportError(TypedDict):
    """What was wrong."""

    code: int
    description: str


_ANSWERS: dict[str, tuple[str, Any]] = {
    "discover": ("200", GeoReportDiscovery),
    "list_services": ("200", list[GeoReportService]),
    "get_service": ("200", GeoReportServiceDefinition),
    "list_requests": ("200", list[GeoReportServiceRequest]),
    "get_request": ("200", list[GeoReportServiceRequest]),
    "post_request": ("201", list[GeoReportReceipt]),
}
_REFUSALS = {
    "400": "The request is wrong / 请求有误",
    "403": "Not signed in, or outside your area / 未登录或不在辖区",
    "404": "jurisdiction_id, service_code or service_request_id was not found / 未找到",
    "429": "Too many requests / 请求过于频繁",
    "500": "A fault on our side / 系统故障",
    "503": "Busy: send it again / 系统繁忙，请重试",
}
_FIELDS: dict[str, Any] = {
    "jurisdiction_id": {"type": "string", "description": "Code of the county; may be left out"},
    "service_code": {"type": "string", "examples": ["public_facilities"]},
    "lat": {"type": "number", "description": "WGS-84 degrees", "examples": [36.502]},
    "long": {"type": "number", "description": "WGS-84 degrees", "examples": [113.387]},
    "address_string": {"type": "string", "description": "Kept with the description"},
    "address_id": {"type": "string", "description": "Code of the place, as `attribute[unit]`"},
    "description": {"type": "string", "maxLength": 4000},
    "media_url": {"type": "string", "description": "Kept with the description, never fetched"},
    "attribute[unit]": {
        "type": "string",
        "description": "Code of the place; required without lat and long",
    },
    "attribute[severity]": {"type": "string", "enum": ["general", "pressing", "urgent"]},
    **{
        name: {"type": "string", "description": "Taken, and not kept / 不保存"}
        for name in ("email", "phone", "first_name", "last_name", "account_id", "device_id")
    },
}


def complete(description: dict[str, Any]) -> None:
    """Put the answers, refusals and the form of GeoReport into its part of the OpenAPI description."""
    schemas: dict[str, Any] = description.setdefault("components", {}).setdefault("schemas", {})
    errors = _schema(list[GeoReportError], schemas)
    for operations in description["paths"].values():
        for method, operation in operations.items():
            name, _, form = operation["operationId"].rpartition("_")
            status, model = _ANSWERS[name]
            before = operation["responses"]
            refusals = {
                code: _content(text, form, errors)
                for code, text in _REFUSALS.items()
                if code != "403" or method == "post"
            }
            operation["responses"] = {
                status: _content(before[status]["description"], form, _schema(model, schemas)),
                **refusals,
            }
            if method == "post":
                operation["responses"]["401"] = {"description": "No token / 未带令牌"}
                form_schema = {
                    "type": "object",
                    "properties": _FIELDS,
                    "required": ["service_code", "description"],
                }
                operation["requestBody"] = {
                    "required": True,
                    "content": {_FORM: {"schema": form_schema}},
                }


def _content(text: str, form: str, schema: dict[str, Any]) -> dict[str, Any]:
    if form == Form.XML:
        return {"description": text, "content": {"text/xml": {"schema": {"type": "string"}}}}
    return {"description": text, "content": {"application/json": {"schema": schema}}}


def _schema(model: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    schema = TypeAdapter(model).json_schema(ref_template="#/components/schemas/{model}")
    schemas |= schema.pop("$defs", {})
    return schema
