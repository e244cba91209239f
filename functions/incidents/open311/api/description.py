"""What the API description says of GeoReport's routes; no function imports this."""

# Without postponed annotations: pydantic reads these.

from typing import Any

from pydantic import TypeAdapter

from incidents.open311.model.answers import (
    GeoReportDiscovery,
    GeoReportError,
    GeoReportReceipt,
    GeoReportService,
    GeoReportServiceDefinition,
    GeoReportServiceRequest,
)
from incidents.open311.model.formats import Form

_FORM = "application/x-www-form-urlencoded"


_ANSWERS: dict[str, tuple[str, Any]] = {
    "discover": ("200", GeoReportDiscovery),
    "list_services": ("200", list[GeoReportService]),
    "get_service": ("200", GeoReportServiceDefinition),
    "list_requests": ("200", list[GeoReportServiceRequest]),
    "get_request": ("200", list[GeoReportServiceRequest]),
    "post_request": ("201", list[GeoReportReceipt]),
    "post_own_request": ("201", list[GeoReportReceipt]),
}
_REFUSALS = {
    "400": "The request is wrong / 请求有误",
    "403": "The api_key is missing or wrong, not signed in, or outside your area / 密钥无效、未登录或不在辖区",
    "404": "jurisdiction_id, service_code or service_request_id was not found / 未找到",
    "429": "Too many requests / 请求过于频繁",
    "500": "A fault on our side / 系统故障",
    "503": "Busy: send it again / 系统繁忙，请重试",
}
_KEY: dict[str, Any] = {
    "api_key": {"type": "string", "description": "Of a registered client / 已登记客户端的密钥"}
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
                by_key = name == "post_request"
                if not by_key:
                    operation["responses"]["401"] = {"description": "No token / 未带令牌"}
                form_schema = {
                    "type": "object",
                    "properties": {**(_KEY if by_key else {}), **_FIELDS},
                    "required": [*(_KEY if by_key else ()), "service_code", "description"],
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
