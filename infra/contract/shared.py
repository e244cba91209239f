"""What many operations have in common stands once: parameters, answers, texts of one form; and headers are declared."""

from __future__ import annotations

import json
from collections import Counter
from http import HTTPStatus
from typing import Any

from infra.contract.names import Schema, each_schema, pascal

_FEWEST = 2
"""What only one operation has stays with it."""
_FORM = frozenset({"type", "pattern", "minLength", "maxLength"})
FORMS = {
    "^[0-9A-HJKMNP-TV-Z]{26}$": "Identifier",
    r"^([1-9]\d{5}|[1-9]\d{8}|[1-9]\d{11}|[1-9]\d{14}|[1-9]\d{5}(\d{3})?-[A-Z0-9]{3})$": "OwnerCode",
    r"^[1-9]\d{11}$": "VillageCode",
    "^[a-z][a-z0-9_]*$": "Slug",
}
"""Forms with a name of their own, by their pattern."""
_HEADERS: dict[str, Schema] = {
    "ETag": {
        "description": "The version answered, for `If-Match`; weak: the answer as it is, for `If-None-Match` / 版本；弱标签用于缓存",
        "required": False,
        "schema": {
            "type": "string",
            "pattern": '^("\\d{1,12}"|W/"[0-9a-f]{24}")$',
            "examples": ['"3"'],
        },
    },
    "Location": {
        "description": "Where what was made is / 新建内容的地址",
        "required": False,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "RetryAfter": {
        "description": "Seconds to wait before the same request is sent again / 重试前等待秒数",
        "required": False,
        "schema": {"type": "integer", "minimum": 0},
    },
    "IdempotentReplayed": {
        "description": "The first answer to this `Idempotency-Key`, told again / 同一键的首次答复",
        "required": False,
        "schema": {"type": "string", "const": "true"},
    },
    "WWWAuthenticate": {
        "description": "From the gateway: that a bearer token is wanted / 需要令牌",
        "required": False,
        "schema": {"type": "string"},
    },
}


def declare_headers(whole: Schema) -> None:
    """Say of each answer which headers may come with it."""
    schemas = whole["components"]["schemas"]
    whole["components"]["headers"] = _HEADERS
    for item in whole["paths"].values():
        for method, operation in item.items():
            for status, answer in operation["responses"].items():
                versioned = _is_one_thing(answer, schemas)
                names = _headers_of(method, status, versioned)
                if names:
                    answer["headers"] = {
                        name: {"$ref": f"#/components/headers/{pascal(name)}"} for name in names
                    }


def _headers_of(method: str, status: str, versioned: bool) -> list[str]:
    if status in ("429", "503"):
        return ["Retry-After"]
    if status == "401":
        return ["WWW-Authenticate"]
    if method == "get" and status in ("200", "304"):
        return ["ETag"]
    if not status.startswith("2") or status == str(HTTPStatus.NO_CONTENT.value):
        return []
    names = ["ETag"] if versioned else []
    if status in ("201", "202"):
        names.append("Location")
    return [*names, "Idempotent-Replayed"] if method == "post" else names


def _is_one_thing(answer: Schema, schemas: Schema) -> bool:
    """Whether an answer is about one thing, which may have a version; a list has none."""
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    told = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema).get("properties", {})
    return bool(told) and "items" not in told


def share_parameters(whole: Schema) -> None:
    """Let parameters that several operations have stand once."""
    lists = [
        operation.get("parameters", [])
        for item in whole["paths"].values()
        for operation in item.values()
    ]
    whole["components"]["parameters"] = _shared(lists, "parameters", _parameter_name)


def share_answers(whole: Schema) -> None:
    """Let refusals that several operations answer alike stand once."""
    answers = [
        operation["responses"] for item in whole["paths"].values() for operation in item.values()
    ]
    whole["components"]["responses"] = _shared(answers, "responses", _answer_name)


def share_forms(whole: Schema) -> None:
    """Let the forms of identifiers, codes and moments stand once: an inline schema that many fields have gets a name."""
    places: dict[str, list[Schema]] = {}

    def note(schema: Schema) -> None:
        if "pattern" in schema or "enum" in schema:
            form = {one: schema[one] for one in sorted(_FORM & schema.keys())}
            places.setdefault(json.dumps(form, sort_keys=True), []).append(schema)

    each_schema(whole, note)
    schemas = whole["components"]["schemas"]
    for pattern, name in FORMS.items():
        for form, found in places.items():
            made = json.loads(form)
            if made.get("pattern") != pattern or "title" in found[0]:
                continue
            shown = [one["examples"] for one in found if "examples" in one][:1]
            more = {"examples": shown[0]} if shown else {}
            known = schemas.setdefault(name, {"title": name, **made, **more})
            if {one: known[one] for one in known.keys() & _FORM} != made:
                continue
            for schema in found:
                if schema is known:
                    continue
                for one in _FORM:
                    schema.pop(one, None)
                schema.pop("examples", None)
                schema["$ref"] = f"#/components/schemas/{name}"


def _shared(holders: list[Any], room: str, name_of: Any) -> dict[str, Schema]:
    """Put what is the same in several holders (lists, or mappings) into one room of the components; return what is there."""
    seen = Counter(_text(one) for holder in holders for _, one in _pairs(holder))
    often = sorted(
        (text for text, times in seen.items() if times >= _FEWEST),
        key=lambda one: (-seen[one], one),
    )
    place_of = {_text(one): key for holder in holders for key, one in _pairs(holder)}
    names: dict[str, str] = {}
    for text in often:
        name = base = name_of(place_of[text], json.loads(text))
        if not name:
            continue
        number = 1
        while name in names.values():
            number += 1
            name = f"{base}{number}"
        names[text] = name
    for holder in holders:
        for key, one in _pairs(holder):
            name = names.get(_text(one))
            if name:
                holder[key] = {"$ref": f"#/components/{room}/{name}"}
    return {
        name: json.loads(text) for text, name in sorted(names.items(), key=lambda pair: pair[1])
    }


def _pairs(holder: Any) -> list[tuple[Any, Schema]]:
    return list(holder.items() if isinstance(holder, dict) else enumerate(holder))


def _text(one: Schema) -> str:
    return json.dumps(one, ensure_ascii=False)


def _parameter_name(_: Any, parameter: Schema) -> str:
    return pascal(parameter["name"])


def _answer_name(status: str, answer: Schema) -> str:
    """Return what a refusal is called after: the problem it is, or its status where it may be several; a success stays where it is."""
    if status.startswith("2"):
        return ""
    schemas = [media["schema"] for media in answer.get("content", {}).values()]
    named = [one["$ref"].rpartition("/")[2] for one in schemas if "$ref" in one]
    problems = [name.removesuffix("Problem") for name in named if name.endswith("Problem")]
    return problems[0] if problems else pascal(HTTPStatus(int(status)).phrase)
