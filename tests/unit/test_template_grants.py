"""What functions may do against what their code calls: nothing is granted that nobody asks for."""

from __future__ import annotations

import ast
import functools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from infra.package import our_sources
from tests.support.reach import Place, names_in, reached, texts_in
from tests.support.template import ROOT, expanded

RESOURCES = expanded("template.yaml")["Resources"]
FUNCTIONS = {
    name: resource["Properties"]
    for name, resource in RESOURCES.items()
    if resource["Type"] == "AWS::Serverless::Function" and "CodeUri" not in resource["Properties"]
}
"""Those whose code is in `functions/`."""
IN_A_TRANSACTION = {
    "dynamodb:PutItem": "transact_write_items",
    "dynamodb:UpdateItem": "transact_write_items",
    "dynamodb:ConditionCheckItem": "transact_write_items",
}
"""A transaction asks for the rights of its parts."""
NOT_CALLED_BY_CODE = {
    "dynamodb:DescribeStream": "the poller of Lambda reads the stream",
    "dynamodb:GetRecords": "the poller of Lambda reads the stream",
    "dynamodb:GetShardIterator": "the poller of Lambda reads the stream",
    "dynamodb:ListStreams": "the poller of Lambda reads the stream",
    "sqs:ReceiveMessage": "the poller of Lambda reads the queue",
    "sqs:DeleteMessage": "the poller of Lambda reads the queue",
    "sqs:ChangeMessageVisibility": "the poller of Lambda reads the queue",
    "sqs:GetQueueAttributes": "the poller of Lambda reads the queue",
    "s3:ListBucket": "without it S3 says forbidden of what is not there",
    "kms:Decrypt": "SNS asks for it on behalf of who publishes",
    "kms:GenerateDataKey": "SNS asks for it on behalf of who publishes",
}


@functools.cache
def names_of(source: Path) -> frozenset[str]:
    """Every name that a module calls, or hands to a client by its name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / source).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)
    return frozenset(names)


def granted() -> list[tuple[str, str]]:
    """Every (function, action) of the policies, but for logs and traces, which the runtime writes."""
    found: set[tuple[str, str]] = set()
    for resource in RESOURCES.values():
        if resource["Type"] != "AWS::IAM::Policy":
            continue
        for statement in resource["Properties"]["PolicyDocument"]["Statement"]:
            if statement["Sid"] == "SetAside":
                continue
            actions: Any = statement["Action"]
            for action in [actions] if isinstance(actions, str) else actions:
                for role in resource["Properties"]["Roles"]:
                    found.add((str(role["Ref"]).removesuffix("Role"), str(action)))
    return sorted(found)


@pytest.mark.parametrize(
    ("function", "action"), [each for each in granted() if each[1] not in NOT_CALLED_BY_CODE]
)
def test_a_function_holds_no_right_that_its_code_never_uses(function: str, action: str) -> None:
    reached = (path for path in our_sources(function) if path.suffix == ".py")
    called = set[str]().union(*(names_of(path) for path in reached))
    operation = re.sub(r"(?<!^)(?=[A-Z])", "_", action.split(":")[1]).lower()

    assert {operation, IN_A_TRANSACTION.get(action, operation)} & called


def test_every_right_that_no_code_uses_is_still_granted() -> None:
    assert set(NOT_CALLED_BY_CODE) <= {action for _, action in granted()}


# Indexes

INDEXES = {
    table: {index["IndexName"] for index in resource["Properties"]["GlobalSecondaryIndexes"]}
    for table, resource in expanded("infra/data.yaml")["Resources"].items()
    if resource["Type"] == "AWS::DynamoDB::Table"
    and "GlobalSecondaryIndexes" in resource["Properties"]
}
TABLE_OF = {
    "kernel": "RegistryTable",
    "escalation": "ObligationsTable",
    **{table.removesuffix("Table").lower(): table for table in INDEXES},
}
"""By context, its table; the kernel's own rows are the registry's."""
CALLED_BY_THE_RECONCILER_ALONE = {
    Place("escalation.store.obligations", "overslept"),
    Place("escalation.store.obligations", "doubtful"),
    Place("escalation.store.partitions", "partitions"),
    Place("incidents.service.clocked", "_overslept"),
    Place("incidents.service.clocked", "_doubtful"),
}
"""What a `Book` names for all who have it in hand: stream and timer have it, and call none of these."""
HOLDING_BOOKS = {"IncidentStream", "EscalationTimer"}


def asked_of(place: Place) -> set[tuple[str, str]]:
    """The (table, index) that a definition names: of the rows in it, or else of its context."""
    texts = texts_in(place)
    rows = {one.module for one in names_in(place) if one.name.endswith("Row")}
    tables = {TABLE_OF.get(one.partition(".")[0]) for one in rows or {place.module}} - {None}
    return {
        (str(table), index)
        for table in tables
        for index in INDEXES[str(table)]
        # f"by_{level}" may be any.
        if index in texts or "by_" in texts
    }


@functools.cache
def asks(function: str) -> frozenset[tuple[str, str]]:
    """The indexes that a function can come to ask."""
    places = reached(FUNCTIONS[function]["Handler"])
    if function in HOLDING_BOOKS:
        places -= CALLED_BY_THE_RECONCILER_ALONE
    return frozenset().union(*(asked_of(place) for place in places if place.name))


def may_query(function: str) -> str:
    """Everything a function may query, as the policies write it."""
    return json.dumps(
        [
            statement["Resource"]
            for resource in RESOURCES.values()
            if resource["Type"] == "AWS::IAM::Policy"
            and {"Ref": f"{function}Role"} in resource["Properties"]["Roles"]
            for statement in resource["Properties"]["PolicyDocument"]["Statement"]
            if "dynamodb:Query" in statement["Action"]
        ]
    )


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_a_function_has_the_right_to_every_index_its_code_asks(function: str) -> None:
    granted_to = may_query(function).replace('{"Ref": "', "${").replace('"}, "/index', "}/index")

    missing = {
        (table, index)
        for table, index in asks(function)
        if not {f"${{{table}}}/index/{index}", f"${{{table}}}/index/*"}
        & set(re.findall(r"\$\{\w+\}/index/[\w*]+", granted_to))
    }

    assert missing == set()


def test_no_index_is_kept_that_nobody_asks() -> None:
    asked = set[tuple[str, str]]().union(*(asks(function) for function in FUNCTIONS))
    in_use = {table for table, _ in asked}

    assert asked == {(table, index) for table in in_use for index in INDEXES[table]}
