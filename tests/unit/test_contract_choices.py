"""What may be chosen is said once: by the names of its values, never again as prose beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from infra.openapi import TARGET

Schema = dict[str, Any]
OF_OTHERS = {
    "AssemblyLine.kind": "each kind of thing of the assembly is a list of its own",
    "AssemblyLine.status": "of whichever kind the line is",
    "FlagView.kind": "by the county's table of words (`kernel/wording`)",
    "LinkedThing.kind": "whatever a dispute came from",
    "NoteGroupView.kind": "what groups words, shown to nobody",
    "NoteView.kind": "what groups words, shown to nobody",
}
"""Codes of answers that no enumeration of their own has, and why."""
SCHEMAS: dict[str, Schema] = json.loads(TARGET.read_text(encoding="utf-8"))["components"]["schemas"]
TOLD_AS_THEY_ARE = {"OperationResult.outcome", "RobotChange.format", "RobotRequest.format"}
"""Descriptions that say more of each value than its name does."""


def values_of(schema: Schema) -> list[str]:
    if "$ref" in schema:
        return values_of(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    ways = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    return [*schema.get("enum", ()), *(value for way in ways for value in values_of(way))]


def fields() -> Iterator[tuple[str, Schema]]:
    for name, schema in SCHEMAS.items():
        for field, said in schema.get("properties", {}).items():
            yield f"{name}.{field}", said


def test_no_description_lists_the_values_of_a_choice_with_their_names() -> None:
    listing = {
        field
        for field, said in fields()
        for value in values_of(said)
        if re.search(rf"\b{re.escape(value)} ?[一-鿿]", said.get("description", ""))
    }

    assert listing == TOLD_AS_THEY_ARE


def test_what_a_form_asks_is_described_by_choices_a_client_can_name() -> None:
    told = SCHEMAS["InformationFieldView"]["properties"]

    chosen = {name for name, said in told.items() if values_of(said)}
    assert chosen == {"about", "kind", "origin", "ground", "sensitivity"}
    assert {f"{name}_name" for name in chosen} <= told.keys()


def test_a_status_or_kind_of_an_answer_is_one_of_an_enumeration_that_clients_can_hold_to() -> None:
    plain = {
        field
        for field, said in fields()
        if field.partition(".")[2] in {"status", "kind"} and not values_of(said) and _is_text(said)
    }

    assert plain == OF_OTHERS.keys()


def _is_text(schema: Schema) -> bool:
    known = SCHEMAS[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    kinds = [known.get("type"), *(way.get("type") for way in known.get("anyOf", ()))]
    return "string" in kinds and "const" not in known
