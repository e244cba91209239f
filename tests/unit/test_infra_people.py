"""Whoever tries the demo county finds whom to be: those of the first walk first, everybody below what they do."""

from __future__ import annotations

import json

from infra.local.people import BEGIN, DEMO, FIRST, GROUPS, group_of, somebodies
from kernel.access import Role

PERSONAS = [one["persona"] for one in json.loads((DEMO / "personas.json").read_text())]


def test_those_of_the_first_walk_come_first_and_nobody_is_left_out() -> None:
    found = somebodies(dict.fromkeys(PERSONAS, "t0ken"))

    assert list(found)[: len(FIRST)] == list(FIRST)
    assert sorted(found) == sorted(PERSONAS)
    groups = [one.group for one in found.values()]
    assert list(dict.fromkeys(groups)) == [BEGIN, *GROUPS]


def test_every_persona_with_a_post_is_said_to_be_somewhere_by_name() -> None:
    found = somebodies(dict.fromkeys(PERSONAS, "t0ken"))

    assert [name for name, one in found.items() if not one.place] == ["person_without_posts"]
    assert found["grid_worker"].place == "庄头村第01网格"


def test_every_role_has_its_place_on_the_page() -> None:
    assert frozenset().union(*GROUPS.values()) == set(Role)


def test_who_holds_several_posts_stands_with_the_office_and_who_holds_none_with_the_villagers() -> (
    None
):
    villagers, _, village = list(GROUPS)[:3]

    assert group_of("officer_and_worker", ["grid_worker", "village_officer"]) == village
    assert group_of("person_without_posts", []) == villagers
