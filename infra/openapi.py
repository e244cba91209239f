"""Write `docs/openapi.json` from the routes themselves, or check that it tells the truth.

Usage: `python -m infra.openapi [--check]`
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from typing import Any

from infra.generated import ROOT, write_or_check

sys.path.insert(0, str(ROOT / "functions"))

from infra.contract import gateway
from infra.contract.answers import type_answers
from infra.contract.choices import name_choices, told_by_their_own
from infra.contract.examples import give_examples
from infra.contract.moves import describe_lives
from infra.contract.names import name_schemas, say_what_is_taken
from infra.contract.problems import describe_problems
from infra.contract.shared import (
    declare_headers,
    share_answers,
    share_forms,
    share_parameters,
)
from infra.contract.statutes import name_statutes
from kernel.access import Access

TARGET = ROOT / "docs" / "openapi.json"
CONTEXTS = (
    "registry",
    "incidents",
    "incidents.field",
    "composition",
    "incidents.open311",
    "notices",
    "points",
    "assembly",
    "enforcement",
    "services",
    "economy",
    "reports",
    "workspace",
    "workspace.sync",
)
"""Packages whose `api` has an `API`."""

_LINE = 120
_INTRODUCTION = """Backend of a county for village and town governance (四治: 自治、德治、法治、数治).

Times are ISO 8601 with offset (+08:00). Texts for people are Chinese, or English with `Accept-Language: en`. Refusals are RFC 9457
`application/problem+json` with a stable `type`. Every POST takes an `Idempotency-Key`: the same key with the same body gives the first
answer again, with another body 409. Changes of a thing with a version answer its `ETag` and honour `If-Match`. What has no
version answers a weak `ETag`, and 304 to an `If-None-Match` that names it. Answers come as gzip to `Accept-Encoding: gzip`. Before a function is
reached the gateway itself may refuse, with `{"message": …}` and no `type` (`GatewayMessage`)."""

_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Same key, same body: the first answer again / 同一键重发不会重复办理",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[\x21-\x7e]+$"},
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag you saw; another version answers 412 / 仅当版本未变时执行",
    "schema": {"type": "string", "pattern": r'^(\*|"\d{1,12}")$'},
}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "Weak ETags of answers you have: 304 if nothing changed / 未变化时答 304",
    "schema": {"type": "string", "maxLength": 500, "pattern": r"^[\x20-\x7e]*$"},
}
_NOT_MODIFIED = {"description": "As it was answered before / 与上次答复相同"}
_ACCEPT_LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "description": "zh (default) or en / 语言",
    "schema": {"type": "string", "maxLength": 100, "pattern": r"^[\x20-\x7e]*$"},
}


def describe() -> dict[str, Any]:
    """Return the API description of all contexts together."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    whole: dict[str, Any] = {}
    for part in _parts(version):
        if not whole:
            whole = part
            continue
        join(whole["paths"], part["paths"])
        join(whole["components"]["schemas"], part.get("components", {}).get("schemas", {}))
    whole["info"] = {
        "title": "Sizhi 四治",
        "version": version,
        "description": _INTRODUCTION,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    whole["servers"] = [{"url": "/"}]
    whole["tags"] = [
        {"name": title} for title in dict.fromkeys(_api(context).title for context in CONTEXTS)
    ]
    _complete_components(whole)
    for path, operations in whole["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    whole["paths"] = dict(sorted(whole["paths"].items()))
    name_schemas(whole)
    say_what_is_taken(whole)
    type_answers(whole)
    describe_lives(whole)
    declare_headers(whole)
    give_examples(whole, access_of)
    name_statutes(whole)
    name_choices(whole)
    share_forms(whole)
    share_parameters(whole)
    share_answers(whole)
    components = whole["components"]
    components["schemas"] = dict(sorted(components["schemas"].items()))
    return whole


def _parts(version: str) -> Iterator[dict[str, Any]]:
    """Yield what each context describes."""
    for context in CONTEXTS:
        api = _api(context)
        with told_by_their_own():
            api.describe()
            part = json.loads(
                api.resolver.get_openapi_json_schema(
                    title="Sizhi 四治", version=version, security_schemes=None
                )
            )
        complete = getattr(api, "complete", None)
        if complete:
            complete(part)
        yield part


def _complete_components(whole: dict[str, Any]) -> None:
    schemas = whole["components"]["schemas"]
    schemas["GatewayMessage"] = gateway.SCHEMA
    for unused in ("HTTPValidationError", "ResponseValidationError", "ValidationError"):
        schemas.pop(unused, None)
    describe_problems(
        schemas, [route for context in CONTEXTS for route in _api(context).described_routes()]
    )
    whole["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }


def join(whole: dict[str, Any], part: dict[str, Any]) -> None:
    """Add what one context describes to what the others do; the same name twice must be the same thing.

    Raises
    ------
    ValueError
        Two contexts give one name to different things, and one of them would be described as the other.
    """
    for name in whole.keys() & part.keys():
        if whole[name] != part[name]:
            raise ValueError(f"two contexts describe {name}, each as something else")
    whole.update(part)


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    # What has no content has no type of it either, whatever Powertools fills in.
    operation["responses"].get("204", {}).pop("content", None)
    public = _is_public(path, method)
    operation["security"] = [] if public else [{"token": []}]
    parameters = operation.setdefault("parameters", [])
    parameters.append(_ACCEPT_LANGUAGE)
    if method == "post":
        parameters.append(_IDEMPOTENCY_KEY)
    if "412" in operation["responses"]:
        parameters.append(_IF_MATCH)
    if method == "get" and "200" in operation["responses"]:
        parameters.append(_IF_NONE_MATCH)
        operation["responses"]["304"] = dict(_NOT_MODIFIED)
    gateway.add_gateway(operation["responses"])


def _is_public(path: str, method: str) -> bool:
    return bool(access_of(path, method).public)


def access_of(path: str, method: str) -> Access:
    """Return who may call a method of a path as described.

    Raises
    ------
    LookupError
        No context declares it.
    """
    for context in CONTEXTS:
        for (declared_method, declared_path), access in _api(context).declared.items():
            if declared_method.lower() == method and re.sub(r"[{}]", "", declared_path) == re.sub(
                r"[{}]", "", path
            ):
                return access
    raise LookupError(f"{method} {path} is described but not declared")


def _api(context: str) -> Any:
    return importlib.import_module(f"{context}.api").API


def _as_text() -> str:
    return _folded(describe()) + "\n"


def _folded(value: Any, depth: int = 0) -> str:
    """Write JSON with what fits on a line in one line: half as long, and a change shows as the line it is."""
    short = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or depth + len(short) <= _LINE:
        return short
    pad, end = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, list):
        return f"[{pad}{f',{pad}'.join(_folded(one, depth + 1) for one in value)}{end}]"
    lines = (
        f"{json.dumps(name, ensure_ascii=False)}: {_folded(one, depth + 1)}"
        for name, one in value.items()
    )
    return f"{{{pad}{f',{pad}'.join(lines)}{end}}}"


if __name__ == "__main__":
    raise SystemExit(write_or_check(TARGET, _as_text))
