import json
from datetime import date, timedelta
from typing import Any

import boto3
import pytest

from infra.bootstrap_admin import AlreadyAdministered, bootstrap_admin, main
from infra.stack import Missing
from kernel.directory import RegistryMeta
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


def test_a_county_that_the_registry_does_not_hold_is_not_given_the_name_of_another(
    empty_registry: World,
) -> None:
    with pytest.raises(Missing, match=r"--county-name"):
        bootstrap_admin(**{**FIRST, "county_name": None}, since=SINCE)

    bootstrap_admin(**FIRST, since=SINCE)
    bootstrap_admin(**{**SECOND, "county_name": None}, since=SINCE, force=True)


def test_the_stack_says_which_county_it_serves(
    empty_registry: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REGISTRY_TABLE", RegistryMeta.table_name)
    a_stack(county="140426", table=RegistryMeta.table_name)
    said = ["--stack", "sizhi", "--person-id", "first", "--name", "演示一", "--since", "2026-01-01"]

    assert main([*said, "--county", "140400"]) == 1
    assert "serves county 140426, not 140400" in capsys.readouterr().err

    assert main([*said, "--county-name", "黎城县"]) == 0
    assert empty_registry.call("first", "GET", "/v1/me").body["posts"][0]["unit"] == "140426"


def test_a_table_alone_does_not_say_which_county_it_is(
    empty_registry: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["--table", RegistryMeta.table_name, "--person-id", "first", "--name", "演示一"]) == 1
    )

    assert "--county" in capsys.readouterr().err


def a_stack(county: str, table: str) -> None:
    template = {
        "Parameters": {"CountyCode": {"Type": "String"}},
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"RegistryTableName": {"Value": table}},
    }
    given = [{"ParameterKey": "CountyCode", "ParameterValue": county}]
    boto3.client("cloudformation").create_stack(
        StackName="sizhi", TemplateBody=json.dumps(template), Parameters=given
    )
