"""What the values of enumerations are called: no client shows a code where a name is known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from infra.contract.choices import NamelessChoice, as_names, name_choices
from infra.openapi import TARGET
from infra.web_forms import NamelessChoice as NamelessInForm
from infra.web_forms import called, forms
from kernel.texts import Text

DESCRIPTION = json.loads(TARGET.read_text(encoding="utf-8"))
MEASURE_WORDS = {"/components/schemas/FigureUnit"}
"""What is said with a figure, not of it: 个 counts villages and grids alike."""
CHINESE = re.compile(r"[一-鿿]")


def enumerations(node: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every enumeration below a part of the description, with where it stands."""
    if isinstance(node, list):
        for number, one in enumerate(node):
            yield from enumerations(one, f"{place}/{number}")
    if isinstance(node, dict):
        if isinstance(node.get("enum"), list):
            yield place, node
        for name, one in node.items():
            if name not in ("example", "examples", "x-names"):
                yield from enumerations(one, f"{place}/{name}")


FOUND = list(enumerations(DESCRIPTION, ""))


def test_every_enumeration_a_client_meets_names_its_values_in_both_languages():
    nameless = [
        f"{place}: {value}"
        for place, one in FOUND
        for value in one["enum"]
        for language in ("zh", "en")
        if not one.get("x-names", {}).get(language, {}).get(value)
    ]

    assert FOUND
    assert nameless == []


def test_what_is_called_in_chinese_is_chinese_and_no_name_is_the_code():
    names = {
        (value, one["x-names"]["zh"][value], one["x-names"]["en"][value])
        for _, one in FOUND
        for value in one["enum"]
    }

    assert [zh for _, zh, _ in names if not CHINESE.search(zh)] == []
    assert [en for value, zh, en in names if CHINESE.search(en) or "_" in en] == []


def test_no_enumeration_names_what_it_does_not_have():
    strange = [
        f"{place}: {value}"
        for place, one in FOUND
        for said in one["x-names"].values()
        for value in said
        if value not in one["enum"]
    ]

    assert strange == []


def test_two_values_of_one_enumeration_are_not_called_the_same():
    doubled = [
        place
        for place, one in FOUND
        for said in one["x-names"].values()
        if not place.startswith("/components/schemas/") or "Problem" not in place
        if place not in MEASURE_WORDS
        if len(set(said.values())) != len(said)
    ]

    assert doubled == []


def test_a_contract_with_a_choice_that_nobody_named_is_not_made():
    paths = {
        path: {"post": {"summary": ways["post"]["summary"], "responses": {}}}
        for path, ways in DESCRIPTION["paths"].items()
        if "post" in ways
    }
    colour = {"title": "Colour", "enum": ["red"]}

    with pytest.raises(NamelessChoice, match="'red' of Colour"):
        name_choices({"paths": paths, "components": {"schemas": {"Colour": colour}}})


def test_a_client_with_a_choice_that_nobody_named_is_not_built():
    named = as_names({"red": Text("红", "red")}, ["red"])

    assert called({"enum": ["red"], "x-names": named}) == {"red": ("红", "red")}
    with pytest.raises(NamelessInForm, match="blue"):
        called({"enum": ["red", "blue"], "x-names": named})


def test_the_clients_forms_call_their_choices_by_the_contracts_names():
    severity = next(
        one for one in forms(DESCRIPTION)["ReportIncident"]["fields"] if one["name"] == "severity"
    )

    assert severity["names"]["urgent"] == ("紧急", "urgent")
