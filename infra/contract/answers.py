"""What answers hold, where their own types say only "text" or "object": moments, days, choices, documents."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from infra.contract.names import Schema, referred
from registry.rules.boundaries import MOST_POSITIONS

KINDS = Path(__file__).resolve().parents[2] / "functions" / "escalation" / "kinds.json"
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
KINDS_OF_OBLIGATIONS = frozenset(
    {
        *("ObligationView.kind", "KindView.kind", "CaseDutyView.kind"),
        *("HazardOwedView.kind", "MediationDutyView.kind"),
    }
)
"""Fields that name a kind of obligation: those of `escalation/kinds.json`, and what they are called there."""
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
    "StepView.details": "StepDetails",
    "PointsStepView.details": "PointsStepDetails",
    "AssemblyStep.details": "NamedDetails",
    "CaseEntryView.details": "NamedDetails",
    "InspectionStep.details": "NamedDetails",
    "InspectionPaperLine.values": "NamedDetails",
    "ClaimView.evaluation": "Evaluation",
    "EntryView.evaluation": "Evaluation",
    "EntryView.rule": "AppliedRule",
    "BookLine.facts": "BookFacts",
    "BookView.facts": "BookFacts",
    "IncidentView.location": "KnownLocation",
    "UnitView.boundary": "Boundary",
    "LandView.boundary": "Boundary",
    "HotSpot.boundary": "Boundary",
    "VoteView.public_key": "BlindingKey",
}
"""Objects of answers whose shape has a name: documents that are answered as they were sent, and the shapes below."""
REQUESTED = {"UnitBody.boundary": "Boundary", "LandBody.boundary": "Boundary"}
"""Objects of requests, likewise."""
_DONE_OFFLINE = (
    *("IncidentView", "RoundView", "HazardFindingView", "HazardPlaceView", "ErrandView"),
    *("LineView", "LoadView", "WorkDayView"),
)
ONE_OF = {
    "OperationResult.answer": _DONE_OFFLINE,
    "OperationResult.current": _DONE_OFFLINE,
}
"""Objects of answers that are one of several: what the route answered that did an operation."""
BODIES = (
    *("ReportIncident", "MoveIncident", "BeginRound", "ReportFinding", "MoveRound"),
    *("EnterFinding", "MoveFinding", "MovePlace"),
    *("MoveLine", "CollectLoad", "EnterWorkDay", "MoveWorkDay"),
)
"""What the routes take that operations name."""
_NUMBER = {"type": "number"}
_TEXT = {"type": "string"}
_WHOLE = {"type": "integer"}
_TRUTH = {"type": "boolean"}
_MOMENT = {"type": "string", "format": "date-time"}
_SHARE = {"share": _WHOLE, "weight": _WHOLE}


def _object(description: str, properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    shape: Schema = {"description": description, "type": "object", "properties": properties}
    return shape | ({"required": list(required)} if required else {})


def _or_null(*ways: Schema) -> Schema:
    return {"anyOf": [*ways, {"type": "null"}]}


def _of_kind(kind: str, coordinates: Schema) -> Schema:
    properties = {"type": {"type": "string", "const": kind}, "coordinates": coordinates}
    return _object("RFC 7946, longitude first / 经度在前", properties, ("type", "coordinates"))


def _list_of(items: Schema, **bounds: int) -> Schema:
    return {"type": "array", "items": items, **bounds}


_FACTS: Schema = {
    "type": "object",
    "additionalProperties": _or_null(_TEXT, _NUMBER, _TRUTH, _list_of(_or_null(_TEXT, _NUMBER))),
}
_RING = _list_of(_list_of(_NUMBER, minItems=2, maxItems=4), minItems=4, maxItems=MOST_POSITIONS)
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
        "oneOf": [{"$ref": "#/components/schemas/Area"}, {"$ref": "#/components/schemas/Areas"}],
        "discriminator": {
            "propertyName": "type",
            "mapping": {
                "Polygon": "#/components/schemas/Area",
                "MultiPolygon": "#/components/schemas/Areas",
            },
        },
    },
    "Area": _of_kind("Polygon", _list_of(_RING, maxItems=MOST_POSITIONS)),
    "Areas": _of_kind(
        "MultiPolygon",
        _list_of(_list_of(_RING, maxItems=MOST_POSITIONS), maxItems=MOST_POSITIONS),
    ),
    "FromTo": _object(
        "What it was and is / 原为、现为", {"from": _TEXT, "to": _TEXT}, ("from", "to")
    ),
    "TaskGiven": _object(
        "A department's task / 部门任务",
        {"task_no": _WHOLE, "id": _TEXT, "unit": _TEXT},
        ("task_no", "id", "unit"),
    ),
    "StepDetails": _object(
        "What a step tells besides; which of these depends on its event / 附加信息，因事件而异",
        {
            **dict.fromkeys(
                ("into", "from", "to", "from_unit", "place_before", "cause", "done"), _TEXT
            ),
            **dict.fromkeys(
                ("suggested_unit", "asked", "answer", "confirm_stage"), _or_null(_TEXT)
            ),
            **dict.fromkeys(("task_no", "count", "order_no", "round"), _WHOLE),
            **dict.fromkeys(("final", "provisional", "late", "satisfied", "photo_owed"), _TRUTH),
            **dict.fromkeys(("until", "answer_by", "limit_passed_at"), _MOMENT),
            # As a phone's clock said it, and be it at the end of all time.
            "done_at": _TEXT,
            "done_at_believable": _TRUTH,
            "evidence": _list_of(_TEXT),
            "tasks": _list_of({"$ref": "#/components/schemas/TaskGiven"}),
            "category": {"$ref": "#/components/schemas/FromTo"},
            "severity": {"$ref": "#/components/schemas/FromTo"},
        },
    ),
    "DetailValue": {
        "description": "A text, a number, a truth, facts by name, or a list of these / 文本、数、真假、具名事实或其列表",
        "anyOf": [
            *(_TEXT, _NUMBER, _TRUTH, {"type": "null"}),
            _list_of({"anyOf": [_TEXT, _NUMBER, _FACTS]}),
            _FACTS,
        ],
    },
    "NamedDetails": {
        "description": "What a step tells besides, by its name / 附加信息",
        "type": "object",
        "additionalProperties": {"$ref": "#/components/schemas/DetailValue"},
    },
    "PartOfEvaluation": _object(
        "What a part came to and weighs, in percent; who said so / 各部分得分与权重（百分比）",
        {**_SHARE, **dict.fromkeys(("verifiers", "confirmed", "in_favour", "against"), _WHOLE)},
        ("share", "weight"),
    ),
    "Evaluation": _object(
        "The combined evaluation / 综合评定",
        {
            "parts": {
                "type": "object",
                "additionalProperties": {"$ref": "#/components/schemas/PartOfEvaluation"},
            },
            "points": _WHOLE,
            "cap_left": _or_null(_WHOLE),
            "missing": _list_of(_object("In both languages / 中英文", {"zh": _TEXT, "en": _TEXT})),
        },
        ("parts", "points", "cap_left", "missing"),
    ),
    "PointsStepDetails": _object(
        "What a step tells besides; which of these depends on its event / 附加信息，因事件而异",
        {
            **dict.fromkeys(("objection", "entry", "publication", "from", "household"), _TEXT),
            **dict.fromkeys(("paper", "reason"), _or_null(_TEXT)),
            **dict.fromkeys(("quantity", "grade", "points", "short"), _WHOLE),
            **dict.fromkeys(("in_favour", "upheld"), _TRUTH),
            "until": _MOMENT,
            "cap_left": _or_null(_WHOLE),
            "parts": {
                "type": "object",
                "additionalProperties": {"$ref": "#/components/schemas/PartOfEvaluation"},
            },
            "missing": _list_of(_object("In both languages / 中英文", {"zh": _TEXT, "en": _TEXT})),
        },
    ),
    "AppliedRule": _object(
        "The item of the rule book, or its parameter, that an entry rests on / 所依据的积分项或参数",
        {"version": _WHOLE, "item": _TEXT, "parameter": _TEXT, "value": _WHOLE},
    ),
    "BookFacts": {
        "description": "Who did what with a version, and when, by name / 各环节经办情况",
        "type": "object",
        "additionalProperties": {"$ref": "#/components/schemas/DetailValue"},
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
    schemas["ObligationKind"] = _kinds_of_obligations()
    for name, shape in SHAPES.items():
        schemas[name] = {"title": name, **shape}
    for place, shape in REQUESTED.items():
        name, _, field = place.partition(".")
        _replace(schemas[name]["properties"][field], "object", {"$ref": _ref(shape)})
    for place, shapes in ONE_OF.items():
        name, _, field = place.partition(".")
        ways = [{"$ref": _ref(one)} for one in shapes]
        told = schemas[name]["properties"][field]
        told["anyOf"] = [*ways, *(one for one in told["anyOf"] if one.get("type") != "object")]
    body = schemas["PushOperations"]["properties"]["operations"]["items"]["properties"]["body"]
    del body["type"]
    body["anyOf"] = [{"$ref": _ref(one)} for one in BODIES]
    for name in sorted(answered - asked):
        for field, schema in schemas[name].get("properties", {}).items():
            each = schema.get("items", schema)
            if f"{name}.{field}" in DOCUMENTS:
                _replace(schema, "object", {"$ref": _ref(DOCUMENTS[f"{name}.{field}"])})
            elif f"{name}.{field}" not in NOT_SO and _said(each) is not None:
                _type_text(f"{name}.{field}", field, each, schemas)


def _type_text(place: str, field: str, schema: Schema, schemas: dict[str, Schema]) -> None:
    if place in DAYS or (DAY.fullmatch(field) and place not in MOMENTS):
        _replace(schema, "string", {"type": "string", "format": "date"})
    elif MOMENT.fullmatch(field):
        _replace(schema, "string", {"type": "string", "format": "date-time"})
    elif place in KINDS_OF_OBLIGATIONS:
        _replace(schema, "string", {"$ref": _ref("ObligationKind")})
    elif field in CHOICES and CHOICES[field] in schemas:
        _replace(schema, "string", {"$ref": _ref(CHOICES[field])})


def _kinds_of_obligations() -> Schema:
    kinds = json.loads(KINDS.read_text(encoding="utf-8"))["kinds"]
    said = {
        language: {kind: terms["name"][language] for kind, terms in kinds.items()}
        for language in ("zh", "en")
    }
    return {
        "title": "ObligationKind",
        "type": "string",
        "enum": list(kinds),
        "description": "What is owed.",
        "x-names": said,
    }


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
