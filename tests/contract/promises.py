"""What an answer is held to beyond its shape: moments are told in county time, and headers are among those declared."""

from __future__ import annotations

import functools
import json
import re
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from infra.openapi import TARGET

DESCRIPTION: dict[str, Any] = json.loads(TARGET.read_text(encoding="utf-8"))
HEADERS = ("ETag", "Location", "Retry-After", "Idempotent-Replayed")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(Z|[+-]\d\d:?\d\d)?")
OF_PROGRAMS = re.compile(
    r"Input should|Value error|valid_|pydantic|Traceback|<class|NoneType|\b(None|True|False)\b|\[\'|\d\.0\b(?!\d)"
)
FORMATS = FormatChecker(formats=())


@FORMATS.checks("date-time")
def is_moment(value: object) -> bool:
    """Whether a text is an instant with the offset every answer has."""
    return not isinstance(value, str) or bool(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+08:00", value)
    )


@FORMATS.checks("date")
def is_day(value: object) -> bool:
    """Whether a text is a day."""
    return not isinstance(value, str) or bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value))


def broken_by(operation: str, answer: Any) -> list[str]:
    """Return what an answer does not keep."""
    method, _, path = operation.partition(" ")
    described = DESCRIPTION["paths"][path][method.lower()]["responses"]
    if str(answer.status_code) not in described:
        # No method of the contract: nothing is promised.
        return []
    promised = _resolved(described[str(answer.status_code)])
    undeclared = [
        f"{name} is not declared for {answer.status_code}"
        for name in HEADERS
        if name in answer.headers and name not in promised.get("headers", {})
    ]
    media = answer.headers.get("Content-Type", "").partition(";")[0]
    schema = promised.get("content", {}).get(media, {}).get("schema")
    if schema is None or not media.endswith("json"):
        return undeclared
    told = answer.json()
    validator = _validator(json.dumps(schema))
    wrong = [f"{fault.json_path}: {fault.message[:300]}" for fault in validator.iter_errors(told)]
    return [*undeclared, *wrong, *_elsewhere(told, "$"), *_unspoken(told)]


def _unspoken(told: Any) -> list[str]:
    """Return every sentence of a refusal that speaks as a program does."""
    if not isinstance(told, dict) or "detail" not in told:
        return []
    lines = [told["detail"], *(one["message"] for one in told.get("errors") or ())]
    return [f"{line} is nothing that people say" for line in lines if OF_PROGRAMS.search(line)]


def _elsewhere(told: Any, place: str) -> list[str]:
    """Return every text that is an instant, declared or not, and not in county time."""
    if isinstance(told, dict):
        return [line for name, one in told.items() for line in _elsewhere(one, f"{place}.{name}")]
    if isinstance(told, list):
        return [line for one in told for line in _elsewhere(one, f"{place}[]")]
    instant = isinstance(told, str) and INSTANT.fullmatch(told)
    return [f"{place}: {told} is not in county time"] if instant and not is_moment(told) else []


def _resolved(answer: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in answer:
        return answer
    return DESCRIPTION["components"]["responses"][answer["$ref"].rpartition("/")[2]]


@functools.cache
def _validator(schema: str) -> Draft202012Validator:
    whole = {**json.loads(schema), "components": DESCRIPTION["components"]}
    return Draft202012Validator(whole, format_checker=FORMATS)
