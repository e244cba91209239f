"""What each request of the API wants to be told, as forms for the web client: names, kinds, bounds, what each step needs, and what choices
are called.

Read from `docs/openapi.json` and written beside the client's types when it is built, so that a page asks for exactly what the API takes.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Schema = Mapping[str, Any]
Form = dict[str, Any]
Called = dict[str, tuple[str, str]]

LONG = 200
"""From this many characters on a text gets more than one line."""
DEEPEST = 3
"""How deep things in things are asked for."""
FEW = 5
"""So many fields are offered with every step; of more, those alone whose description names the step."""
_DEFAULT = re.compile(r"(^|[;,.]\s*)default / 默认: .*$")
_CLAUSE = re.compile(r"([a-z_]+(?:,\s*[a-z_]+)*):\s*(.+)")
_NAMES = re.compile(r'"names": (\{.*?\})')
_IN_FEN = re.compile(r"^(分 / )?fen\b|\bin fen\b", re.IGNORECASE)
"""How the contract says that a number is an amount of money; its name may say so too."""
_FEN = re.compile(r"分 / fen|（分）|单位：分|^分$|\b(in )?fen\b", re.IGNORECASE)
_HUNDREDTHS = re.compile(r"（百分之一[^）]*）|,? in hundredths( of \w+ \w+)?")
_HEAD = "// Made by infra/web_forms.py from docs/openapi.json.\n"


class NamelessChoice(ValueError):
    """The contract names a value only by its code: nobody could choose it."""


def write_forms(openapi: Path, target: Path) -> None:
    """Write what choices are called, and a form for every JSON body that is sent with POST or PUT, under the name of its schema.

    Each is a module of its own below `target`'s folder, so that a page loads the forms it asks by and no other; `target` names them all.
    """
    described = json.loads(openapi.read_text(encoding="utf-8"))
    listed = choices(described)
    folder = target.with_suffix("")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, said in listed.items():
        _write(folder / f"{name}.ts", "Names", _json(said), exact=True)
    shared = {_json(said): name for name, said in reversed(listed.items())}
    asked = forms(described)
    for name, form in asked.items():
        used: set[str] = set()
        text = _NAMES.sub(_shared_by(shared, used), _json(form))
        _write(folder / f"{name}.ts", "Steps" if "steps" in form else "Form", text, used)
    everything = sorted({*listed, *asked})
    lines = (f'export {{ {name} }} from "./{folder.name}/{name}.ts";\n' for name in everything)
    target.write_text(_HEAD + "".join(lines), encoding="utf-8")


def _write(
    module: Path, kind: str, text: str, used: Iterable[str] = (), *, exact: bool = False
) -> None:
    """Write one module: its only export has the module's name; `exact` lets its type name every key it has."""
    lines = [f'import type {{ {kind} }} from "../../ui/form.tsx";\n']
    lines += [f'import {{ {name} }} from "./{name}.ts";\n' for name in sorted(used)]
    typed = (
        f"{module.stem} = {text} satisfies {kind}" if exact else f"{module.stem}: {kind} = {text}"
    )
    lines.append(f"export const {typed};\n")
    module.write_text(_HEAD + "".join(lines), encoding="utf-8")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _shared_by(shared: Mapping[str, str], used: set[str]) -> Callable[[re.Match[str]], str]:
    """Return what writes the names of a choice by the one place where they stand, and notes it in `used`."""

    def named(found: re.Match[str]) -> str:
        name = shared.get(found[1])
        if name:
            used.add(name)
        return f'"names": {name or found[1]}'

    return named


def forms(described: Schema) -> dict[str, Form]:
    """Return the form of each request by the name of its schema."""
    reader = _Reader(described)
    return {name: reader.form(name) for name in _bodies(described)}


def choices(described: Schema) -> dict[str, Called]:
    """Return what the values of each enumeration are called, by its schema's name; statuses by that of their table too.

    `economy_contract` is of `docs/states/economy-contract.md`.
    """
    schemas: Schema = described["components"]["schemas"]
    found = {
        name: called(schema)
        for name, schema in schemas.items()
        if "enum" in schema and not name.endswith("Problem")
    }
    for schema in schemas.values():
        for field in schema.get("properties", {}).values():
            if "x-states" in field:
                said = schemas[_name_of(field)] if "$ref" in field else field
                found.setdefault(field["x-states"].replace("-", "_"), called(said))
    return found


def called(schema: Schema) -> Called:
    """Return what the values of an enumeration are called, in Chinese and in English.

    Raises
    ------
    NamelessChoice
        One has no name.
    """
    said = schema.get("x-names", {})
    try:
        return {one: (said["zh"][one], said["en"][one]) for one in _values(schema)}
    except KeyError as missing:
        raise NamelessChoice(f"{schema.get('title', _values(schema))}: {missing}") from None


def _values(schema: Schema) -> list[str]:
    return list(schema.get("enum") or [schema["const"]])


def _bodies(described: Schema) -> Iterator[str]:
    for path, operations in described["paths"].items():
        for method in ("post", "put"):
            body = operations.get(method, {}).get("requestBody", {}).get("content", {})
            schema = body.get("application/json", {}).get("schema", {})
            if path.startswith("/v1/") and "$ref" in schema:
                yield _name_of(schema)


def _name_of(schema: Schema) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


class _Reader:
    def __init__(self, described: Schema) -> None:
        self._schemas: Schema = described["components"]["schemas"]

    def form(self, name: str) -> Form:
        schema = self._schemas[name]
        if "oneOf" not in schema:
            return {"fields": self._fields(schema, 0)}
        mapping = schema.get("discriminator", {}).get("mapping", {})
        steps = {action: self._schemas[_name_of({"$ref": ref})] for action, ref in mapping.items()}
        others = {action: set(steps) - {action} for action in steps}
        return {
            "steps": {
                action: self._step(action, step, others[action]) for action, step in steps.items()
            }
        }

    def _step(self, action: str, step: Schema, others: set[str]) -> Form:
        en, zh = both(step.get("description", action))
        needed = [name for name in step.get("required", ()) if name != "action"]
        parts = [self._known(part) for part in step.get("allOf", [step])]
        fields = [
            field
            for part in parts
            for field in self._fields(part, 0, needed)
            if field["name"] != "action"
        ]
        offered = [
            _of_step(action, one)
            for one in fields
            if one["name"] in needed
            or _speaks_of(action, one.get("en", ""))
            or (len(fields) <= FEW and not _is_of(others, one.get("en", "")))
        ]
        return {"zh": zh, "en": en, "fields": sorted(offered, key=lambda one: "need" not in one)}

    def _fields(self, schema: Schema, depth: int, needed: list[str] | None = None) -> list[Form]:
        wanted = schema.get("required", ()) if needed is None else needed
        return [
            self._field(name, one, depth, needed=name in wanted)
            for name, one in schema.get("properties", {}).items()
        ]

    def _field(self, name: str, schema: Schema, depth: int, *, needed: bool) -> Form:
        field: Form = {"name": name}
        known = self._known(schema)
        description = _DEFAULT.sub("", schema.get("description", ""))
        if description:
            field["en"], field["zh"] = both(description)
        if needed:
            field["need"] = True
        field |= self._kind(name, known, depth)
        if field["kind"] == "number" and _IN_FEN.search(description):
            field["kind"] = "money"
        if field["kind"] == "money":
            _say_without(_FEN, field)
        if field["kind"] == "hundredths":
            _say_without(_HUNDREDTHS, field)
        if schema.get("$ref", "").endswith(("/OwnerCode", "/UnitCode")):
            field["kind"] = "unit"
        return field

    def _kind(self, name: str, schema: Schema, depth: int) -> Form:
        match schema.get("type"):
            case "boolean":
                return {"kind": "flag"}
            case "integer" | "number":
                bounds = {"least": schema.get("minimum"), "most": schema.get("maximum")}
                kind = _number(name)
                return {"kind": kind, **{at: to for at, to in bounds.items() if to is not None}}
            case "array":
                return self._list(name, schema, depth)
            case "object" if depth < DEEPEST and "properties" in schema:
                return {"kind": "group", "fields": self._fields(schema, depth + 1)}
            case _:
                return _text(schema)

    def _list(self, name: str, schema: Schema, depth: int) -> Form:
        inner = self._known(schema.get("items", {}))
        kind = self._kind(name, inner, depth + 1)
        if kind["kind"] == "group":
            return {"kind": "rows", "fields": kind["fields"]}
        if kind["kind"] == "choice":
            return {**kind, "kind": "choices"}
        return {"kind": "list"}

    def _known(self, schema: Schema) -> Schema:
        """Return what a schema stands for: behind its reference, and without "or nothing"."""
        while True:
            if "$ref" in schema:
                schema = self._schemas[_name_of(schema)]
            elif "anyOf" in schema:
                schema = next(one for one in schema["anyOf"] if one.get("type") != "null")
            else:
                return schema


def _number(name: str) -> str:
    """Return what kind of number goes by a name: an amount of money, hundredths of something, or as it is typed."""
    if name == "fen" or name.endswith("_fen"):
        return "money"
    return "hundredths" if name == "hundredths" else "number"


def _text(schema: Schema) -> Form:
    if "enum" in schema or "x-names" in schema:
        return {"kind": "choice", "options": _values(schema), "names": called(schema)}
    if "const" in schema:
        return {"kind": "choice", "options": [schema["const"]]}
    kind = {"date": "day", "date-time": "moment"}.get(str(schema.get("format")), "text")
    most = schema.get("maxLength")
    if kind == "text" and most and most > LONG:
        return {"kind": "long", "most": most}
    return {"kind": kind, **({"most": most} if most else {})}


def both(description: str) -> tuple[str, str]:
    """Return the English and the Chinese half of a description; what is said in one language is said in both."""
    en, _, zh = description.replace("\n", " ").rpartition(" / ")
    chinese = re.search(r"[一-鿿]", zh) is not None
    return (en, zh) if en and chinese else (description, description)


def _speaks_of(action: str, description: str) -> bool:
    """Whether a field belongs to a step: `return, assign: to whom` names its steps, other descriptions may mention them."""
    said = _clauses(description)
    if said:
        return any(action in actions for actions, _ in said)
    return re.search(rf"\b{action.replace('_', '[ _]')}\b", description) is not None


def _say_without(unit: re.Pattern[str], field: Form) -> None:
    """Say nothing of fen or hundredths where people are asked: they type yuan and whole shares, hours or mu."""
    for language in ("en", "zh"):
        said = unit.sub("", field.pop(language, "")).strip(" ,")
        if said:
            field[language] = said


def _is_of(others: set[str], description: str) -> bool:
    """Whether a description says of which steps a field is, and they are others."""
    said = [set(actions) for actions, _ in _clauses(description)]
    return bool(said) and all(actions <= others for actions in said)


def _of_step(action: str, field: Form) -> Form:
    """Return a field as one step means it."""
    own = {**field}
    for actions, text in _clauses(field.get("en", "")):
        if action in actions:
            own["en"] = text
    if f"required to {action}" in field.get("en", ""):
        own |= {"need": True, "en": field["en"].partition(";")[0]}
    return own


def _clauses(description: str) -> list[tuple[list[str], str]]:
    """Return what a description says of each step it names: `return: whom to; assign: to whom`."""
    parts = (_CLAUSE.fullmatch(part.strip()) for part in description.split(";"))
    return [(re.split(r",\s*", part[1]), part[2]) for part in parts if part]
