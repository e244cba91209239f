"""What AWS would refuse or make expensive, counted on the stack as it is made: nothing on one machine counts it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from tests.bench.bill import figures_of
from tests.support.template import ROOT, expanded, made, resolved

APP = made("template.yaml")["Resources"]
TABLES = {
    name: resource["Properties"]
    for name, resource in expanded("infra/data.yaml")["Resources"].items()
    if resource["Type"] == "AWS::DynamoDB::Table"
}


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    return {name: one["Properties"] for name, one in APP.items() if one["Type"] == kind}


def weight(part: Any) -> int:
    return len(json.dumps(resolved(part), separators=(",", ":")).encode())


def test_the_app_is_four_fifths_of_a_stack_at_most() -> None:
    assert len(APP) <= 400


def test_the_api_has_room_for_routes_to_come() -> None:
    assert len(of_type("AWS::ApiGatewayV2::Route")) <= 80


def test_alarms_watch_sixty_figures_at_most() -> None:
    alarms = of_type("AWS::CloudWatch::Alarm").values()

    assert sum(map(figures_of, alarms)) <= 60


@pytest.mark.parametrize("name", of_type("AWS::IAM::Policy"))
def test_what_a_function_may_do_is_said_in_five_kilobytes(name: str) -> None:
    assert weight(of_type("AWS::IAM::Policy")[name]["PolicyDocument"]) <= 5 * 1024


@pytest.mark.parametrize("name", of_type("AWS::Lambda::Function"))
def test_a_function_is_told_three_kilobytes_at_most(name: str) -> None:
    environment = of_type("AWS::Lambda::Function")[name]["Environment"]["Variables"]

    assert sum(len(key) + len(str(resolved(value))) for key, value in environment.items()) <= 3072


def test_a_stream_is_followed_by_two_at_most() -> None:
    followed = Counter(
        source["EventSourceArn"]["Ref"]
        for source in of_type("AWS::Lambda::EventSourceMapping").values()
        if "TableStream" in json.dumps(source["EventSourceArn"])
    )

    assert set(followed) == {
        f"{name}Stream" for name, table in TABLES.items() if "StreamSpecification" in table
    }
    assert max(followed.values()) <= 2


@pytest.mark.parametrize("name", TABLES)
def test_indexes_of_a_table_leave_room_for_attributes_to_come(name: str) -> None:
    indexes = TABLES[name].get("GlobalSecondaryIndexes", [])
    projected = sum(len(index["Projection"].get("NonKeyAttributes", [])) for index in indexes)

    assert projected <= 90


def test_the_template_of_the_app_can_still_be_read() -> None:
    assert len((ROOT / "template.yaml").read_text(encoding="utf-8").splitlines()) <= 3200
