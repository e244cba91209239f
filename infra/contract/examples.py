"""An example of every body, as the demo county takes it, or marked as one that it refuses until something is put in its place.

`examples.json` holds by operation who sends it (a persona of the demo county), what, values of the path where those of the parameter do not do, and what an
example lacks that is refused. An operation that is not there is about something that has an id of its own: its example is made from the schema, and refused
until that id is put into the path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.contract.names import Schema, each_schema
from kernel.access import Access, Role

GIVEN: dict[str, Schema] = json.loads(
    (Path(__file__).parent / "examples.json").read_text(encoding="utf-8")
)
VILLAGE = "140426106201"
IN_PATHS = {
    "village": VILLAGE,
    "household": "h-002",
    "resident": "r-0004",
    "relative": "h-007",
    "goods": "soap",
    "person": "p-gw-01",
    "code": "140426106201001",
    "year": "2026",
    "month": "2026-10",
    "body_id": f"{VILLAGE}~representatives_assembly",
}
"""What the demo county has, by the name it goes by in paths."""
PERSONAS = {
    Role.COUNTY_ADMIN: "county_admin",
    Role.VILLAGE_OFFICER: "village_officer",
    Role.TOWN_OFFICER: "town_officer",
    Role.VILLAGE_SUPERVISOR: "supervisor",
    Role.POINTS_VERIFIER: "points_verifier",
    Role.SHOP_KEEPER: "shop_keeper",
    Role.ENFORCEMENT_HEAD: "enforcement_head",
    Role.ENFORCEMENT_OFFICER: "enforcement_officer",
    Role.JUSTICE_SUPERVISOR: "justice_supervisor",
    Role.MEDIATOR: "mediator",
    Role.COUNTY_OFFICER: "county_officer",
    Role.LEGAL_REVIEWER: "legal_reviewer",
    Role.HEARING_CHAIR: "hearing_chair",
    Role.COLLECTIVE_DIRECTOR: "collective_director",
    Role.BOOKKEEPER: "bookkeeper",
    Role.CASHIER: "cashier",
    Role.COLLECTIVE_SUPERVISOR: "collective_supervisor",
    Role.ERRAND_AGENT: "errand_agent",
    Role.VILLAGE_REPRESENTATIVE: "representative",
    Role.GRID_CHIEF: "grid_chief",
    Role.GRID_WORKER: "grid_worker",
    Role.RESIDENT: "resident",
}
_NEEDS_ID = "the id of something of yours in the path / 请在路径中填入实际编号"
_DEEPEST = 6


def give_examples(whole: Schema, access_of: Callable[[str, str], Access]) -> None:
    """Give every body its example, and every name in a path a value that means something in the demo county.

    Parameters
    ----------
    access_of
        Who may call a method of a path.
    """
    for path, item in whole["paths"].items():
        for method, operation in item.items():
            _in_paths(operation)
            for media in operation.get("requestBody", {}).get("content", {}).values():
                who = _persona(access_of(path, method))
                media["examples"] = _example(operation["operationId"], who, media["schema"], whole)

    def village(schema: Schema) -> None:
        named = schema.get("properties", {}).get("village")
        if named and "examples" in named:
            named["examples"] = [VILLAGE]

    each_schema(whole, village)


def _in_paths(operation: Schema) -> None:
    given = GIVEN.get(operation["operationId"], {}).get("path", {})
    for parameter in operation.get("parameters", ()):
        name = parameter["name"]
        if parameter["in"] == "path" and name in given | IN_PATHS:
            parameter["example"] = (IN_PATHS | given)[name]
        elif name == "village":
            parameter["example"] = VILLAGE


def _persona(access: Access) -> str:
    """Return a persona of the demo county who may call, the one that reaches furthest first."""
    return next(
        name for role, name in PERSONAS.items() if access.roles is None or role in access.roles
    )


def _example(operation: str, persona: str, schema: Schema, whole: Schema) -> dict[str, Schema]:
    given = GIVEN.get(operation, {"refused": _NEEDS_ID})
    value = given.get("value", instance(schema, whole["components"]["schemas"]))
    shown = {"value": value, "x-sizhi-as": given.get("as", persona)}
    if "refused" not in given:
        return {"accepted": {"summary": f"as / 身份: {shown['x-sizhi-as']}", **shown}}
    summary = f"refused until it has / 须先填入: {given['refused']}"
    return {"refused": {"summary": summary, **shown, "x-sizhi-refused": True}}


def instance(schema: Schema, schemas: dict[str, Schema], depth: int = 0) -> Any:
    """Return the least that a schema takes: what must be there, each as its own example says."""
    schema = _resolved(schema, schemas)
    if "examples" in schema:
        return schema["examples"][0]
    for key in ("const", "enum"):
        if key in schema:
            return schema[key] if key == "const" else schema[key][0]
    if "oneOf" in schema or "anyOf" in schema:
        return instance((schema.get("oneOf") or schema["anyOf"])[0], schemas, depth)
    kind = schema.get("type", "object")
    if kind == "object":
        return _object(schema, schemas, depth)
    if kind == "array":
        least = schema.get("minItems", 0) if depth < _DEEPEST else 0
        return [instance(schema["items"], schemas, depth + 1)] * least
    if kind == "string":
        return _text(schema)
    return {"boolean": True, "null": None}.get(kind, schema.get("minimum", 1))


def _resolved(schema: Schema, schemas: dict[str, Schema]) -> Schema:
    while "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    return schema


def _object(schema: Schema, schemas: dict[str, Schema], depth: int) -> dict[str, Any]:
    fields: dict[str, Schema] = {}
    for part in (*schema.get("allOf", ()), schema):
        fields |= _resolved(part, schemas).get("properties", {})
    return {
        name: VILLAGE if name == "village" else instance(fields[name], schemas, depth + 1)
        for name in schema.get("required", ())
    }


def _text(schema: Schema) -> str:
    by_format = {"date": "2026-11-23", "date-time": "2026-11-23T09:40:00+08:00"}
    if schema.get("format") in by_format:
        return by_format[schema["format"]]
    for text in ("示例", "example", "01M8323B80ZASBGN3Q5V2DNX65", VILLAGE, "0" * 128, "2026-11"):
        if re.search(schema.get("pattern", ""), text):
            return text
    return "示例"
