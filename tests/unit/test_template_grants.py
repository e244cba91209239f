"""What functions may do against what their code calls: nothing is granted that nobody asks for."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path
from typing import Any

import pytest

from infra.package import our_sources
from tests.support.template import ROOT, expanded

RESOURCES = expanded("template.yaml")["Resources"]
FUNCTIONS = {
    name: resource["Properties"]
    for name, resource in RESOURCES.items()
    if resource["Type"] == "AWS::Serverless::Function"
}
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
def names_in(source: Path) -> frozenset[str]:
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
    called = set[str]().union(*(names_in(path) for path in reached))
    operation = re.sub(r"(?<!^)(?=[A-Z])", "_", action.split(":")[1]).lower()

    assert {operation, IN_A_TRANSACTION.get(action, operation)} & called


def test_every_right_that_no_code_uses_is_still_granted() -> None:
    assert set(NOT_CALLED_BY_CODE) <= {action for _, action in granted()}
