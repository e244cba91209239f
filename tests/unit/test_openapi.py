"""The API description as a whole: what a client generator needs to trust."""

from __future__ import annotations

import json
from collections import Counter

import openapi_spec_validator
import pytest

from infra.openapi import TARGET, join

DESCRIPTION = json.loads(TARGET.read_text(encoding="utf-8"))
OPERATIONS = [operation for item in DESCRIPTION["paths"].values() for operation in item.values()]


def test_the_description_is_valid_openapi():
    openapi_spec_validator.validate(DESCRIPTION)


def test_no_two_operations_share_a_name():
    named = Counter(operation["operationId"] for operation in OPERATIONS)

    assert [name for name, times in named.items() if times > 1] == []


def test_every_list_that_a_client_sends_has_a_stated_maximum():
    parts = [part for one in OPERATIONS for part in reached(one.get("requestBody", {}))]

    lists = [part for part in parts if part.get("type") == "array"]
    assert len(lists) > 20
    assert [one for one in lists if "maxItems" not in one] == []


def reached(part, seen=None):
    """Every schema that a part of the description leads to."""
    seen = set() if seen is None else seen
    if isinstance(part, dict):
        yield part
        name = str(part.get("$ref", "")).rpartition("/")[2]
        if name and name not in seen:
            seen.add(name)
            yield from reached(DESCRIPTION["components"]["schemas"][name], seen)
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from reached(one, seen)


def test_two_contexts_may_share_a_model_but_not_a_name_for_two():
    whole = {"Role": {"type": "string"}, "Page": {"type": "object"}}

    join(whole, {"Role": {"type": "string"}, "Line": {"type": "object"}})
    with pytest.raises(ValueError, match="Page"):
        join(whole, {"Page": {"type": "array"}})

    assert whole.keys() == {"Role", "Page", "Line"}
