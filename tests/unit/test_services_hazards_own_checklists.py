"""Checklists of a county's own: items are added and worded anew, and nothing grave or lawful is taken away."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kernel.problems import InvalidFields
from services.hazards.rules.checklists import HazardKind, in_force
from services.hazards.rules.own_checklists import OWN_FROM, ChecklistLoosened, check, parse
from tests.support.hazards import checklist_of

DAY = date(2026, 11, 23)


def document(*checklists: dict[str, Any]) -> dict[str, Any]:
    return {"checklists": list(checklists)}


def without(kind: str, code: str) -> dict[str, Any]:
    said = checklist_of(kind)
    return said | {"items": [one for one in said["items"] if one["code"] != code]}


def changed(kind: str, code: str, **more: Any) -> dict[str, Any]:
    said = checklist_of(kind)
    return said | {
        "items": [one | more if one["code"] == code else one for one in said["items"]],
    }


@pytest.mark.parametrize("kind", HazardKind)
def test_the_packaged_checklist_itself_may_be_a_countys_own(kind: HazardKind) -> None:
    check(document(checklist_of(str(kind))), DAY)

    own = parse(document(checklist_of(str(kind))), 1).of(kind, DAY, DAY)

    assert own.items == in_force(kind, DAY).items


def test_what_is_general_may_be_left_out_made_graver_and_added_to() -> None:
    check(document(without("gas", "vent")), DAY)
    check(document(changed("gas", "vent", grade="major", photo=True)), DAY)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (without("pond", "dam"), "dam"),
        (changed("pond", "dam", grade="general"), "dam"),
        (without("vulnerable", "violence"), "violence"),
        (changed("vulnerable", "violence", duty=None), "violence"),
        (changed("gas", "leak", duty="police"), "leak"),
    ],
)
def test_what_is_major_or_reported_at_once_is_not_made_less(
    said: dict[str, Any], code: str
) -> None:
    with pytest.raises(ChecklistLoosened) as refused:
        check(document(checklist_of("road"), said), DAY)

    assert refused.value.more["items"] == [code]


def test_no_kind_and_no_item_stands_twice() -> None:
    twice = checklist_of("road")
    with pytest.raises(InvalidFields):
        check(document(twice, twice), DAY)
    with pytest.raises(InvalidFields):
        check(document(twice | {"items": [*twice["items"], twice["items"][0]]}), DAY)


def test_a_kind_that_the_county_did_not_set_goes_by_the_packaged_checklist() -> None:
    own = parse(document(checklist_of("road")), 3)

    assert own.of(HazardKind.ROAD, DAY, DAY).version == OWN_FROM + 3
    assert own.of(HazardKind.GAS, DAY, DAY) == in_force(HazardKind.GAS, DAY)
    assert own.of(HazardKind.ROAD, DAY, None) == in_force(HazardKind.ROAD, DAY)
