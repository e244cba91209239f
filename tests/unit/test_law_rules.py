"""The table of rules: what it says is what the system does, and something fails when it stops."""

from __future__ import annotations

import ast
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from infra import law
from infra.generated import ROOT
from kernel.law import reference

DAY = date(2026, 6, 1)
RULES = law.rules()
BY_ID = {rule["id"]: rule for rule in RULES}
SECTIONS = {"1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "3.1", "3.2"}
SECTIONS |= {"5.1", "5.2", "5.3", "5.4", "13", "15.1", "15.2"}
SECTIONS |= {"6", "14"}
SECTIONS |= {"12.2"}
SECTIONS |= {"16.1", "16.2", "16.3", "16.4"}
SECTIONS |= {"17"}
SECTIONS |= {"4.1", "4.2", "4.3", "7", "8.3", "8.4", "11", "19"}


@cache
def names_in(path: str) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def test_a_rule_is_registered_once() -> None:
    assert len(BY_ID) == len(RULES)


def test_every_section_of_the_domain_that_is_built_has_its_rules() -> None:
    assert {rule["domain"] for rule in RULES} >= SECTIONS


@pytest.mark.parametrize("rule", [one for one in RULES if one["at"]], ids=lambda one: one["id"])
def test_the_number_in_the_table_is_the_number_in_force(rule: dict[str, Any]) -> None:
    assert law.value_in_force(rule["at"]) == rule["value"]


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one["id"])
def test_a_rule_has_a_value_exactly_where_there_is_one_to_look_up(rule: dict[str, Any]) -> None:
    assert (rule["value"] is None) == (rule["at"] is None)
    assert rule["rule"]["zh"]
    assert rule["rule"]["en"]


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one["id"])
def test_a_rule_is_enforced_where_it_says_and_tested_by_a_test_that_exists(
    rule: dict[str, Any],
) -> None:
    path, _, name = rule["test"].partition("::")

    assert law.home_of(rule["enforced_in"]).exists()
    assert name in names_in(path)


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one["id"])
def test_what_a_rule_cites_is_in_the_catalogue(rule: dict[str, Any]) -> None:
    assert reference(rule["citation"]).named.zh


def cited_beside(at: str) -> list[dict[str, Any]]:
    """What the data file itself cites for a value: nearest first, by `cites` around it or by its `sources`."""
    name, _, path = at.partition("#")
    document = json.loads((law.FUNCTIONS / name).read_bytes())
    around: list[dict[str, Any]] = []
    parts = path.split(".")
    for depth in range(1, len(parts) + 1):
        value = law.value_in_force(f"{name}#{'.'.join(parts[:depth])}")
        if isinstance(value, dict) and "cites" in value:
            around.insert(0, value["cites"])
    flat = ".".join(part.partition("=")[2] or part for part in parts)
    sources = document.get("sources", ())
    return around + [one for one in sources if f"{flat}.".startswith(f"{one['for']}.")]


@pytest.mark.parametrize(
    "rule",
    [one for one in RULES if one["at"] and "#" in one["at"] and cited_beside(one["at"])],
    ids=lambda one: one["id"],
)
def test_a_rule_cites_what_its_number_cites(rule: dict[str, Any]) -> None:
    said, beside = rule["citation"], cited_beside(rule["at"])

    assert said["law"] in {one["law"] for one in beside}
    (same, *_) = [one for one in beside if one["law"] == said["law"]]
    assert reference(said).on(DAY).confidence == reference(same).on(DAY).confidence


@pytest.mark.parametrize(
    "at",
    [
        "points/floors.json#parameters.nothing",
        "assembly/data/bodies.json#bodies.kind=nobody.modes",
        "kernel.units:Level.PLANET",
        "infra/data.yaml~NoSuchThing: (1)",
    ],
)
def test_a_value_that_is_not_where_the_table_says_is_noticed(at: str) -> None:
    with pytest.raises((LookupError, AttributeError)):
        law.value_in_force(at)


def test_the_page_tells_a_rule_with_number_source_and_test() -> None:
    (line,) = [one for one in law.page().splitlines() if "| 村务公开最短（日）" in one]

    assert "| 15 |" in line
    assert "村民委员会组织法（2025年修订）第三十五条第四款" in line
    assert "| `law` |" in line
    assert "`assembly.rules.publications.boards`" in line
    assert "test_a_publication_stays_up_to_the_end_of_the_fifteenth_day_after" in line


def test_no_line_of_the_page_calls_law_what_is_practice_elsewhere_or_an_analogy() -> None:
    for rule in RULES:
        said = rule["citation"]
        if said.get("analogy") or rule["id"] in {
            "deliberations-order",
            "limit-urgent-county",
            "handover-dispatch",
            "handover-sign",
        }:
            cites = reference(said)
            assert cites.confidence.no_surer_than(cites.statute.confidence) != "law", rule["id"]


def test_the_committed_page_tells_the_truth() -> None:
    assert Path(ROOT / "docs" / "law.md").read_text(encoding="utf-8") == law.page()
