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


def test_two_contexts_may_share_a_model_but_not_a_name_for_two():
    whole = {"Role": {"type": "string"}, "Page": {"type": "object"}}

    join(whole, {"Role": {"type": "string"}, "Line": {"type": "object"}})
    with pytest.raises(ValueError, match="Page"):
        join(whole, {"Page": {"type": "array"}})

    assert whole.keys() == {"Role", "Page", "Line"}
