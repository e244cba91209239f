"""Whether what is answered is what the contract says, and nothing it does not name."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from infra.openapi import TARGET


def assert_described(schema: str, told: Any) -> None:
    """Hold an object to a schema of the contract; a field that the schema does not name is no part of it."""
    unnamed = told.keys() - _schemas()[schema].get("properties", told).keys()
    assert not unnamed, f"{schema} does not name {sorted(unnamed)}"
    root = {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": _schemas()}}
    faults = [fault.message for fault in Draft202012Validator(root).iter_errors(told)]
    assert not faults, f"{schema}: {faults}"


@cache
def _schemas() -> dict[str, Any]:
    return json.loads(TARGET.read_text(encoding="utf-8"))["components"]["schemas"]
