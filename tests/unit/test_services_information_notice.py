"""What is told of the personal data of the whole product is true: terms as they are in force, routes as they are, each context that holds some."""

from __future__ import annotations

import json
from datetime import date

import pytest

from infra import law
from infra.generated import ROOT
from services.information.rules.product_notice import NoticePart, notice_parts
from services.information.rules.terms import registry_facts

DAY = date(2026, 11, 23)
PATHS = json.loads((ROOT / "docs" / "openapi.json").read_text())["paths"]
HOLDS_OF_PEOPLE = {
    "registry": {"account", "register"},
    "incidents": {"incidents", "media", "patrols"},
    "services": {"forms", "hazards", "mediation", "errands", "environment"},
    "points": {"points"},
    "assembly": {"assembly"},
    "enforcement": {"enforcement"},
    "economy": {"economy"},
    "notices": {"inbox"},
    "workspace": {"requests"},
}
"""By context, which parts of the notice tell of it."""
OF_NOBODY = {"kernel", "composition", "escalation", "writing", "reports"}
"""What keeps nobody's data beyond who did a step, counts what others keep, or writes it."""


def test_every_context_that_holds_something_of_people_is_told_of() -> None:
    contexts = {
        one.name for one in (ROOT / "functions").iterdir() if (one / "__init__.py").exists()
    }

    assert set(HOLDS_OF_PEOPLE) | OF_NOBODY >= contexts
    assert {one.part for one in notice_parts()} == set().union(*HOLDS_OF_PEOPLE.values())
    assert registry_facts()


@pytest.mark.parametrize("one", notice_parts(), ids=lambda one: one.part)
def test_a_part_says_a_ground_that_is_law_and_where_one_reads_the_own(one: NoticePart) -> None:
    assert one.basis.on(DAY).is_law
    assert one.own in PATHS
    for text in (one.name, one.data, one.purpose, one.kept, one.readers):
        assert text.zh
        assert text.en


@pytest.mark.parametrize(
    "one", [one for one in notice_parts() if one.kept_at], ids=lambda one: one.part
)
def test_how_long_it_is_kept_is_the_number_in_force(one: NoticePart) -> None:
    assert one.kept_at is not None
    at, amount = one.kept_at

    assert law.value_in_force(at) == amount
