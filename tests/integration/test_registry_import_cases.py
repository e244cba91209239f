"""The small files that other systems stumble over, as they are (tests/cases/imports): what is right for each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from registry import people_of
from tests.integration.registry_world import GRID, NEXT_GRID, NEXT_VILLAGE, World, table

CASES = Path(__file__).parents[1] / "cases" / "imports"
KINDS = {
    name: about["kind"]
    for name, about in json.loads((CASES / "right.json").read_text(encoding="utf-8")).items()
}
REFUSED: dict[str, tuple[int, str, str]] = {
    "id_scientific.csv": (2, "person_id", "lost digits"),
    "csv_fault_line.csv": (201, "", "201"),
    "formula_without_value.xlsx": (2, "valid_to", "formula without a stored value"),
    "formula_empties_phone.xlsx": (2, "phone", "formula without a stored value"),
    "hidden_first_sheet.xlsx": (1, "", "Several sheets"),
    "two_sheets.xlsx": (1, "", "Several sheets"),
    "leading_zeros.xlsx": (2, "household_id", "leading zeros"),
    "error_cell.xlsx": (2, "name", "#N/A"),
    "column_70.xlsx": (1, "", "64 columns"),
    "one_account_two_residents.csv": (3, "person_id", "case-r2"),
}
TAKEN = {"zero_width_name.csv", "relation_in_chinese.csv"}


@pytest.fixture
def prepared(registry: World) -> World:
    """A county with whom and what the cases name."""
    for person in ("case-1", "case-3"):
        registry.call("admin", "PUT", f"/v1/registry/persons/{person}", {"name": "演示"})
    homes = table(["household_id", "unit"], ["case-h1", GRID], ["case-h2", NEXT_VILLAGE])
    assert registry.run("households", homes)["status"] == "applied"
    return registry


def run(world: World, name: str) -> dict:
    return world.run(KINDS[name], (CASES / name).read_bytes(), name.rpartition(".")[2])


def test_every_case_is_judged_here() -> None:
    assert set(KINDS) == set(REFUSED) | TAKEN


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_case_that_cannot_be_trusted_is_refused_with_its_place_and_changes_nothing(
    prepared: World, name: str
) -> None:
    before = prepared.facts()

    told = run(prepared, name)

    row, column, word = REFUSED[name]
    assert told["status"] == "refused"
    assert (row, column) in [(one["row"], one["column"]) for one in told["errors"]["items"]]
    assert any(word in one["message_en"] for one in told["errors"]["items"])
    assert prepared.facts() == before


def test_zero_width_characters_of_a_name_are_dropped(prepared: World) -> None:
    assert run(prepared, "zero_width_name.csv")["status"] == "applied"

    told = prepared.call("admin", "GET", "/v1/registry/persons/case-2").body
    assert told["name"] == "演示甲"


def test_a_relation_in_chinese_is_read_as_the_one_it_is(prepared: World) -> None:
    assert run(prepared, "relation_in_chinese.csv")["status"] == "applied"

    (resident,) = people_of("case-h1")
    assert (resident.relation, resident.birth_year) == ("head", 2012)


def test_a_relation_nobody_knows_is_refused_with_its_column(prepared: World) -> None:
    header = ["resident_id", "household_id", "name", "relation"]

    told = prepared.run("residents", table(header, ["r-1", "case-h1", "演示", "老大难"]))

    assert [(one["row"], one["column"]) for one in told["errors"]["items"]] == [(2, "relation")]


def test_who_imports_does_not_enter_own_posts_household_or_relatives(prepared: World) -> None:
    posts = table(
        ["person_id", "role", "unit", "valid_from"],
        ["admin", "county_officer", "140426", "2026-01-01"],
    )
    residents = ["resident_id", "household_id", "person_id", "name"]
    own = table(residents, ["r-9", "case-h1", "admin", "演示"])

    for kind, content in (("posts", posts), ("residents", own)):
        told = prepared.run(kind, content)
        assert told["status"] == "refused"
        assert [(one["row"], one["column"]) for one in told["errors"]["items"]] == [
            (2, "person_id")
        ]


def test_posts_held_since_long_are_taken_over_by_a_file(prepared: World) -> None:
    header = ["person_id", "role", "unit", "valid_from"]

    told = prepared.run("posts", table(header, ["case-1", "网格员", NEXT_GRID, "2019-03-01"]))

    assert told["status"] == "applied"
