from datetime import date, timedelta
from typing import Any

import pytest

from infra.bootstrap_admin import AlreadyAdministered, bootstrap_admin
from tests.integration.registry_world import COUNTY, World

FIRST: dict[str, Any] = {
    "county": COUNTY,
    "county_name": "黎城县",
    "person_id": "first",
    "name": "演示一",
}
SECOND: dict[str, Any] = {**FIRST, "person_id": "second"}
SINCE = date(2026, 1, 1)


def test_the_first_administrator_can_do_everything_from_then_on(empty_registry: World) -> None:
    bootstrap_admin(**FIRST, since=SINCE)

    me = empty_registry.call("first", "GET", "/v1/me").body
    assert [(post["role"], post["unit_name"]) for post in me["posts"]] == [
        ("county_admin", "黎城县")
    ]
    told = empty_registry.call(
        "first", "PUT", f"/v1/registry/units/{COUNTY}106", {"name": "洪井镇"}
    )
    assert told.status == 201


def test_a_county_with_an_administrator_gets_no_second_one_this_way(empty_registry: World) -> None:
    bootstrap_admin(**FIRST, since=SINCE)
    before = empty_registry.facts()

    with pytest.raises(AlreadyAdministered, match="already"):
        bootstrap_admin(**SECOND, since=SINCE)

    assert empty_registry.facts() == before


def test_a_county_that_lost_its_administrator_is_given_one_by_force(empty_registry: World) -> None:
    bootstrap_admin(**FIRST, since=SINCE)

    bootstrap_admin(**SECOND, since=SINCE, force=True)

    empty_registry.now += timedelta(minutes=1)
    assert empty_registry.call("second", "GET", "/v1/me").status == 200
