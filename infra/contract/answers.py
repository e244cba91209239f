"""What answers hold, where their own types say only "text" or "object": moments, days, choices, documents."""

from __future__ import annotations

import re
from typing import Any

from infra.contract.names import Schema, referred

MOMENT = re.compile(r"(\w+_)?at|\w+_until|until|since|\w+_since|turn_due|order_due")
DAY = re.compile(
    r"\w+_on|on|day|last_day|(valid|term|closed|superseded|in_force)_(from|to)|birthday"
)
DAYS = frozenset({"AbsenceView.since", "AbsenceView.until"})
MOMENTS: frozenset[str] = frozenset()
NOT_SO: frozenset[str] = frozenset()
"""What is not what it is called like: days that are called like moments, moments that are called like days, and neither."""
CHOICES = {"severity": "Severity", "tier": "Tier", "from_tier": "Tier", "to_tier": "Tier"}
"""Fields of answers whose every value is of one enumeration."""
DOCUMENTS = {
    "PolicyView.policy": "PolicyDocument",
    "BookView.book": "BookBody",
    "SampleBook.book": "BookBody",
    "ShopView.shop": "ShopBody",
    "CalendarView.notice": "CalendarBody",
    "NoticeSettingsView.settings": "NoticeSettings",
    "MessageTextsView.message_texts": "MessageTexts",
    "KindView.limits": "LimitsAbove",
    "KindView.supervision": "SupervisionDocument",
    "KindView.extension": "MoreTimeDocument",
    "IncidentView.location": "KnownLocation",
    "UnitView.boundary": "Boundary",
    "VoteView.public_key": "BlindingKey",
}
"""Objects of answers whose shape has a name: documents that are answered as they were sent, and the shapes below."""
_NUMBER = {"type": "number"}
_POINT = {"lat": _NUMBER, "lon": _NUMBER, "crs": {"type": "string"}}
SHAPES: dict[str, Schema] = {
    "KnownLocation": {
        "description": "A point in CGCS2000, and as it was given / CGCS2000 坐标及原始坐标",
        "type": "object",
        "properties": {
            **_POINT,
            "given": {"type": "object", "properties": _POINT, "required": [*_POINT]},
        },
        "required": [*_POINT],
    },
    "Boundary": {
        "description": "GeoJSON (RFC 7946) in CGCS2000, longitude first / 经度在前",
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": ["Polygon", "MultiPolygon"]},
            "coordinates": {"type": "array", "items": {"type": "array", "items": {}}},
        },
        "required": ["type", "coordinates"],
    },
    "BlindingKey": {
        "description": "RSA key that ballots are blinded with; `n` in hexadecimal / 盲签公钥",
        "type": "object",
        "properties": {"n": {"type": "string"}, "e": {"type": "integer"}},
        "required": ["n", "e"],
    },
}
"""Shapes that only answers have."""


def type_answers(whole: Schema) -> None:
    """Say of the fields of answers what their text or object is."""
    schemas: dict[str, Schema] = whole["components"]["schemas"]
    asked, answered = _reached(whole, schemas)
    for name, shape in SHAPES.items():
        schemas[name] = {"title": name, **shape}
    for name in sorted(answered - asked):
        for field, schema in schemas[name].get("properties", {}).items():
            if f"{name}.{field}" in DOCUMENTS:
                _replace(schema, "object", {"$ref": _ref(DOCUMENTS[f"{name}.{field}"])})
            elif f"{name}.{field}" not in NOT_SO and _said(schema) is not None:
                _type_text(f"{name}.{field}", field, schema, schemas)


def _type_text(place: str, field: str, schema: Schema, schemas: dict[str, Schema]) -> None:
    if place in DAYS or (DAY.fullmatch(field) and place not in MOMENTS):
        _replace(schema, "string", {"type": "string", "format": "date"})
    elif MOMENT.fullmatch(field):
        _replace(schema, "string", {"type": "string", "format": "date-time"})
    elif field in CHOICES and CHOICES[field] in schemas:
        _replace(schema, "string", {"$ref": _ref(CHOICES[field])})


def _said(schema: Schema) -> Schema | None:
    """Return the part of a schema that says only "text", or None where it says more."""
    ways = schema.get("anyOf", [schema])
    plain = [one for one in ways if one.get("type") == "string"]
    bound = {"format", "pattern", "enum", "const", "maxLength"}
    return plain[0] if plain and not bound & plain[0].keys() else None


def _replace(schema: Schema, kind: str, said: Schema) -> None:
    """Say more of a field, or of the way of it that is not null."""
    if "anyOf" in schema:
        schema["anyOf"] = [said if one.get("type") == kind else one for one in schema["anyOf"]]
    elif schema.get("type") == kind:
        for one in ("type", "additionalProperties"):
            schema.pop(one, None)
        schema.update(said)


def _ref(name: str) -> str:
    return f"#/components/schemas/{name}"


def _reached(whole: Schema, schemas: dict[str, Schema]) -> tuple[set[str], set[str]]:
    """Return the names of the schemas that requests lead to, and of those that answers do."""
    asked: set[str] = set()
    answered: set[str] = set()
    for item in whole["paths"].values():
        for operation in item.values():
            _follow(operation.get("requestBody", {}), schemas, asked)
            good = [one for status, one in operation["responses"].items() if status[0] == "2"]
            _follow(good, schemas, answered)
    return asked, answered


def _follow(start: Any, schemas: dict[str, Schema], reached: set[str]) -> None:
    ahead = set(referred(start)) - reached
    while ahead:
        name = ahead.pop()
        reached.add(name)
        ahead |= set(referred(schemas[name])) - reached
