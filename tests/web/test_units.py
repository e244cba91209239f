"""The pure modules of the web client, tested by Node itself."""

from __future__ import annotations

import functools
import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from enforcement.rules.forms import Form, PaperMade
from enforcement.rules.forms import forms as all_forms
from enforcement.service.papers import template_of
from infra.web import NODE, SCHEMA, WEB
from infra.web_forms import forms

RECORDED = (*("RegisterDispute", "OpenErrand", "EnterWorkDay", "CollectLoad", "EnterFinding"),)
"""What is recorded in the field, in forms that are made from the contract."""
CHOSEN_BEFORE = {"kind", "item", "place", "grid"}
"""What a hazard's page asks for itself."""


def test_the_pure_modules_of_the_client_keep_their_promises() -> None:
    tests = sorted(str(path) for path in (WEB / "test").glob("*.test.ts"))

    done = subprocess.run(
        [NODE, "--test", *tests], cwd=WEB, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", RECORDED)
def test_a_form_of_the_field_asks_in_chinese_for_whatever_it_asks(name: str) -> None:
    labels = (WEB / "src/ui/labels.ts").read_text(encoding="utf-8")
    said = {name for name, words in re.findall(r'^  (\w+): \["(.+?)"', labels, re.MULTILINE)}

    def unsaid(fields: list[dict[str, Any]]) -> Iterator[str]:
        for field in fields:
            if name == "EnterFinding" and field["name"] in CHOSEN_BEFORE:
                continue
            if field["name"] not in said and not re.search(r"[一-鿿]", field.get("zh", "")):
                yield field["name"]
            yield from unsaid(field.get("fields", []))

    assert list(unsaid(asked()[name]["fields"])) == []


@functools.cache
def asked() -> dict[str, Any]:
    return forms(json.loads(SCHEMA.read_text(encoding="utf-8")))


def every_field() -> Iterator[dict[str, Any]]:
    def below(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for field in fields:
            yield field
            yield from below(field.get("fields", []))

    for form in asked().values():
        for step in form.get("steps", {"": form}).values():
            yield from below(step["fields"])


def test_whatever_the_contract_takes_in_fen_people_are_asked_in_yuan() -> None:
    in_fen = [one for one in every_field() if re.search("fen$|^fine$|^paid$|^most$", one["name"])]
    money = [one for one in every_field() if one["kind"] == "money"]

    assert {one["name"] for one in in_fen} >= {"fen", "fine", "paid", "value_fen"}
    assert {one["kind"] for one in in_fen if one["name"] != "most"} == {"money"}
    words = " ".join(f"{one.get('en', '')} {one.get('zh', '')}" for one in money)
    assert re.search(r"\bfen\b|分）|：分", words) is None


@pytest.mark.parametrize(
    ("form", "step", "fields"),
    [
        ("MoveVoucher", "approve", set()),
        ("MoveVoucher", "void", {"reason"}),
        ("MoveInspection", "begin", {"officers", "helpers", "shown"}),
        ("MoveCase", "propose_filing", {"item", "facts", "party", "act"}),
    ],
)
def test_a_step_asks_for_what_belongs_to_it_and_for_nothing_of_others(
    form: str, step: str, fields: set[str]
) -> None:
    assert {one["name"] for one in asked()[form]["steps"][step]["fields"]} == fields


def test_every_field_of_a_paper_that_is_made_by_hand_has_a_name() -> None:
    named = (WEB / "src/desk/enforcement/paper-form.ts").read_text(encoding="utf-8")
    known = set(re.findall(r'^  (\w+): \["', named, re.MULTILINE))
    own = {"organ", "number", "issued_on"}

    def unnamed(form: Form) -> set[str]:
        template = template_of(form)
        columns = {column for asked in template.lists.values() for column in asked}
        fields = (template.texts - own) | set(template.lists)
        return (fields - {item.field for item in form.items} | columns) - known

    by_hand = [one for one in all_forms().values() if one.made is PaperMade.HAND]
    assert {one.code: unnamed(one) for one in by_hand if unnamed(one)} == {}
