"""One name for each schema, and nothing said twice: titles, nulls, defaults, places."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

Schema = dict[str, Any]

_REF = "#/components/schemas/"
_MODULE = re.compile(r"(?:\w+__)*(\w+?)(?:_states)?__(\w+)")
_CLASSES = ("properties", "$defs")
_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
_ONES = ("items", "additionalProperties", "not")


def walk(schema: Any, seen: Callable[[Schema], None]) -> None:
    """Call `seen` with every schema in `schema`, itself first; what is an example or a default is none."""
    if not isinstance(schema, dict):
        return
    seen(schema)
    for key in _CLASSES:
        for one in schema.get(key, {}).values():
            walk(one, seen)
    for key in _LISTS:
        for one in schema.get(key, ()):
            walk(one, seen)
    for key in _ONES:
        walk(schema.get(key), seen)


def contents(whole: Schema) -> Iterator[tuple[Schema, str]]:
    """Yield the media objects of all bodies, coming and going, with what a new schema there would be called after."""
    for item in whole["paths"].values():
        for operation in item.values():
            for answer in operation["responses"].values():
                for media in answer.get("content", {}).values():
                    yield media, operation["operationId"]
            for media in operation.get("requestBody", {}).get("content", {}).values():
                yield media, operation["operationId"]


def each_schema(whole: Schema, seen: Callable[[Schema], None]) -> None:
    """Call `seen` with every schema of the description."""
    for schema in list(whole["components"]["schemas"].values()):
        walk(schema, seen)
    for media, _ in contents(whole):
        walk(media.get("schema"), seen)
    for item in whole["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                walk(parameter["schema"], seen)


def name_schemas(whole: Schema) -> None:
    """Give every object and enumeration one name of its own: no module path in it, and it is the title too.

    Raises
    ------
    ValueError
        Two schemas would get one name.
    """
    schemas: dict[str, Schema] = whole["components"]["schemas"]
    for media, operation in contents(whole):
        inline = media.get("schema", {})
        if "properties" in inline:
            name = inline.get("title") or _called_before(inline, schemas) or pascal(operation)
            if schemas.setdefault(name, inline) != inline:
                raise ValueError(f"{name} is two things")
            media["schema"] = {"$ref": _REF + name}
    short = {name: _short(name) for name in schemas}
    if len(set(short.values())) != len(schemas):
        raise ValueError("two schemas would have one name without their modules")

    def mend(schema: Schema) -> None:
        schema.pop("title", None)
        if "$ref" in schema:
            schema["$ref"] = _REF + short[schema["$ref"].removeprefix(_REF)]

    each_schema(whole, mend)
    whole["components"]["schemas"] = {
        short[name]: {"title": short[name], **schema} for name, schema in schemas.items()
    }


def _called_before(inline: Schema, schemas: dict[str, Schema]) -> str | None:
    return next((name for name, schema in schemas.items() if schema == inline), None)


def _short(name: str) -> str:
    """Return `points__rules__board_states__Action` as `BoardAction`."""
    match = _MODULE.fullmatch(name)
    return pascal(match[1]) + match[2] if match else name


def pascal(name: str) -> str:
    """Return `Idempotency-Key` and `incident_id` as `IdempotencyKey` and `IncidentId`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^0-9A-Za-z]+", name))


def say_what_is_taken(whole: Schema) -> None:
    """Leave out what makes generated types say something untrue.

    - A `default` makes generators hold the field for given, in answers and requests alike: it goes into the words.
    - A query parameter is there or not; it is never null.
    - A bound of whole numbers is one.
    """

    def mend(schema: Schema) -> None:
        for field in schema.get("properties", {}).values():
            _default_in_words(field)
        for bound in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
            if isinstance(schema.get(bound), float) and schema[bound].is_integer():
                schema[bound] = int(schema[bound])

    each_schema(whole, mend)
    for item in whole["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                given: Schema = parameter["schema"]
                said = given.pop("description", None)
                if said and "description" not in parameter:
                    parameter["description"] = said
                parameter["schema"] = without_null(given)


def _default_in_words(field: Schema) -> None:
    if "default" not in field:
        return
    value = field.pop("default")
    if value in (None, [], {}):
        return
    told = f"default / 默认: {json.dumps(value, ensure_ascii=False)}"
    if "$ref" in field:
        return
    field["description"] = f"{field['description']}; {told}" if "description" in field else told


def without_null(schema: Schema) -> Schema:
    """Return a schema without its null; its own words stay."""
    ways = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if "anyOf" not in schema or len(ways) == len(schema["anyOf"]):
        return schema
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**ways[0], **rest} if len(ways) == 1 else {**rest, "anyOf": ways}


def referred(value: Any) -> Iterator[str]:
    """Yield the name of every schema that something refers to."""
    yield from re.findall(rf'"\$ref": "{_REF}([^"]+)"', json.dumps(value))
