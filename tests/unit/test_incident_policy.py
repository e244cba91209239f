"""The policy: which limit holds, what a county may set, what the packaged default says."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from escalation.rules.clocked import Severity
from incidents.model.policies import PolicyDocument
from incidents.rules import policy_checks
from incidents.rules.policy import UnknownCategory
from incidents.rules.policy_document import parse
from incidents.store import policies as store
from kernel.problems import InvalidFields
from kernel.units import Tier
from kernel.working_time import LONGEST, Limit
from tests.support.incidents import DOCUMENT, POLICY

DEMO = Path(__file__).parents[2] / "infra" / "reference" / "demo" / "policy.json"


def changed(path: str, value: object) -> dict:
    """The default document with one thing set otherwise."""
    document = copy.deepcopy(DOCUMENT)
    place: Any = document
    *way, last = path.split(".")
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value
    return document


def kept(document: dict) -> dict:
    """What is kept of a document a county sends."""
    return PolicyDocument.model_validate(document).model_dump(mode="json", exclude_none=True)


@pytest.mark.parametrize(
    ("category", "severity", "tier", "limit"),
    [
        ("fire_safety", Severity.GENERAL, Tier.VILLAGE, Limit(3, "working_days")),
        ("fire_safety", Severity.GENERAL, Tier.TOWN, Limit(5, "working_days")),
        ("fire_safety", Severity.GENERAL, Tier.COUNTY, Limit(7, "working_days")),
        ("fire_safety", Severity.URGENT, Tier.TOWN, Limit(4, "natural_hours")),
        ("policy_advice", Severity.GENERAL, Tier.VILLAGE, Limit(2, "working_days")),
        ("policy_advice", Severity.PRESSING, Tier.VILLAGE, Limit(1, "working_days")),
        ("environment", Severity.PRESSING, Tier.VILLAGE, Limit(4, "working_hours")),
        ("environment", Severity.PRESSING, Tier.TOWN, Limit(2, "working_days")),
    ],
)
def test_a_category_has_its_own_limit_or_the_general_one(category, severity, tier, limit):
    assert POLICY.limit(category, severity, tier) == limit


@pytest.mark.parametrize(
    ("category", "severity", "tier"),
    [
        ("dispute", Severity.GENERAL, Tier.VILLAGE),
        ("dispute", Severity.PRESSING, Tier.VILLAGE),
        ("dispute", Severity.URGENT, Tier.TOWN),
        ("illegal_building", Severity.GENERAL, Tier.TOWN),
    ],
)
def test_a_category_starts_at_its_tier_and_urgent_at_the_town(category, severity, tier):
    assert POLICY.start_tier(category, severity) is tier


def test_an_unknown_category_is_refused_with_those_there_are():
    with pytest.raises(UnknownCategory) as refused:
        POLICY.category("nonsense")

    assert refused.value.more["known"] == sorted(POLICY.categories)


@pytest.mark.parametrize("document", [DOCUMENT, json.loads(DEMO.read_text(encoding="utf-8"))])
def test_the_policies_we_ship_are_ones_a_county_may_set(document):
    assert parse(kept(document), 1) == parse(document, 1)


def test_the_demo_county_climbs_in_seconds():
    demo = parse(json.loads(DEMO.read_text(encoding="utf-8")), 1)

    assert {demo.limit("demo", Severity.GENERAL, tier) for tier in Tier} == {Limit(10, "seconds")}
    assert demo.reminder_share == 0.5


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("reminder_share", 0),
        ("reminder_share", 1),
        ("reminder_share", float("nan")),
        ("limits.general.village.amount", 0),
        ("limits.general.village.amount", True),
        ("limits.general.village.amount", 1.5),
        ("limits.general.village.amount", LONGEST["working_days"] + 1),
        ("limits.general.village.unit", "fortnights"),
        ("limits.urgent", {}),
        ("supervision.cap", 0),
        ("supervision.cap", 101),
        ("confirmation.worker", None),
        ("categories", []),
        ("categories.0.code", "Has Blanks"),
        ("categories.1.code", "public_security"),
        ("categories.0.start_tier", "grid"),
        ("categories.0.name.zh", ""),
        ("sources", [{"for": "limits", "source": float("inf")}]),
        ("surprise", 1),
    ],
)
def test_a_policy_that_could_not_run_is_refused(path, value):
    with pytest.raises(ValidationError):
        PolicyDocument.model_validate(changed(path, value))


@pytest.mark.parametrize("amount", [1, LONGEST["working_days"]])
def test_a_limit_may_be_as_short_as_one_and_as_long_as_a_year(amount):
    document = changed("limits.general.village.amount", amount)

    parsed = parse(kept(document), 3)

    assert parsed.limit("dispute", Severity.GENERAL, Tier.VILLAGE).amount == amount
    assert parsed.version == 3


def _with(**other: object) -> dict:
    return store.packaged_document() | other


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"personal_items": ["dispute", "dispuet"]}, "personal_items.1"),
        ({"complex_items": ["no_such"]}, "complex_items.0"),
        ({"grid_items": ["fire_safety", "fire_safety"]}, "grid_items"),
        ({"after_photo_items": ["environmnt"]}, "after_photo_items.0"),
    ],
)
def test_what_a_policy_names_is_there_and_named_once(other: dict, field: str) -> None:
    with pytest.raises(InvalidFields) as refusal:
        policy_checks.check(_with(**other))

    assert [error.field for error in refusal.value.more["errors"]] == [field]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("grounds",), "grounds"),
        (("suspension", "causes"), "suspension.causes"),
        (("rating", "answers"), "rating.answers"),
        (("duties",), "duties"),
        (("categories",), "categories"),
    ],
)
def test_no_ground_cause_answer_duty_or_category_is_named_twice(path: tuple, field: str) -> None:
    document = json.loads(json.dumps(store.packaged_document()))
    holder = document
    for name in path[:-1]:
        holder = holder[name]
    holder[path[-1]].append(holder[path[-1]][0])

    with pytest.raises(InvalidFields) as refusal:
        policy_checks.check(document)

    assert [error.field for error in refusal.value.more["errors"]] == [field]


def test_a_duty_of_a_category_that_is_not_there_is_refused() -> None:
    (duty, *_) = store.packaged_document()["duties"]

    with pytest.raises(InvalidFields) as refusal:
        policy_checks.check(_with(duties=[duty | {"category": "no_such"}]))

    assert [error.field for error in refusal.value.more["errors"]] == ["duties.0.category"]


def test_a_policy_does_not_ask_for_a_photo_in_every_category() -> None:
    document = store.packaged_document()
    codes = [entry["code"] for entry in document["categories"]]

    with pytest.raises(InvalidFields):
        policy_checks.check(_with(after_photo_items=codes))
    policy_checks.check(document)


def test_what_a_policy_leaves_out_is_as_packaged_for_the_categories_it_has() -> None:
    own = {
        name: value
        for name, value in store.packaged_document().items()
        if name not in ("personal_items", "grid_items", "complex_items", "duties")
    }
    own["categories"] = [entry for entry in own["categories"] if entry["code"] != "dispute"]

    filled = policy_checks.filled(own, store.packaged_document())

    assert filled["personal_items"]
    policy_checks.check(filled)
