"""The form of a request, and the report it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from escalation.rules.clocked import Severity
from kernel.problems import InvalidFields, MalformedRequest
from kernel.texts import Text


def form_fields(body: str) -> dict[str, str]:
    """Return the fields of a form; empty ones are as if they were not there, of equal ones the last counts.

    Raises
    ------
    MalformedRequest
        It is not UTF-8, or has more fields than any request.
    """
    try:
        pairs = parse_qsl(body, errors="strict", max_num_fields=100)
    except ValueError as fault:
        raise MalformedRequest(
            Text("请求内容不是有效的表单。", "The body is not a valid form.")
        ) from fault
    return {name: value.strip() for name, value in pairs if value.strip()}


def report_of(fields: Mapping[str, str], *, source: str) -> dict[str, Any]:
    """Return the body of `POST /v1/incidents` that a form stands for.

    The names, telephone, e-mail, account and device of whoever filled the form in are left behind: the caller is the reporter. A written
    address and a link to a picture become lines of the description, which only those see who may read the incident.

    Raises
    ------
    InvalidFields
        No `service_code`, no place, or half a point.
    """
    if "service_code" not in fields:
        raise InvalidFields.one("service_code", Text("未提供。", "service_code was not provided."))
    said: dict[str, Any] = {
        "category": fields["service_code"],
        "severity": fields.get("attribute[severity]", str(Severity.GENERAL)),
        "source": source,
        "description": "\n".join(_description(fields)),
    }
    unit = fields.get("attribute[unit]") or fields.get("address_id")
    if unit:
        said["unit"] = unit
    if "lat" in fields or "long" in fields:
        said["location"] = {**_point(fields), "crs": "wgs84"}
    elif not unit:
        raise InvalidFields.one(
            "lat, long",
            Text(
                "须提供 lat 和 long，或 attribute[unit]（事发单位代码）；仅凭 address_string 无法确定责任网格。",
                "Give lat and long, or attribute[unit], the code of the place: an address_string alone does not say whose it is.",
            ),
        )
    return said


def _description(fields: Mapping[str, str]) -> Sequence[str]:
    lines = [fields.get("description", "")]
    for name, heading in (("address_string", "地址"), ("media_url", "附件")):
        if name in fields:
            lines.append(f"{heading}：{fields[name]}")
    return [line for line in lines if line]


def _point(fields: Mapping[str, str]) -> dict[str, float]:
    point: dict[str, float] = {}
    for name, ours in (("lat", "lat"), ("long", "lon")):
        try:
            point[ours] = float(fields[name])
        except (KeyError, ValueError) as fault:
            raise InvalidFields.one(
                name, Text("须为 WGS-84 坐标（度）。", "Must be WGS-84 degrees.")
            ) from fault
    return point
