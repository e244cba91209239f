"""The deployed gateway leads every operation to its function, for whoever may call and for nobody else."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

import pytest
from schemathesis.schemas import APIOperation

from kernel.access import Access
from tests.contract.test_openapi import ACCESS, OPERATIONS
from tests.deployed import DeployedCounty

NOT_THERE = {
    "village": "140426106999",
    "body_id": "140426106999~village_committee",
    "code": "999999",
    "year": "2019",
    "month": "2019-01",
    "version": "999",
    "number": "999",
}
"""Values of paths that are well formed and stand for nothing the county has; all others are an id."""


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_an_operation_is_reached_through_the_gateway(
    operation: APIOperation, cloud: DeployedCounty
) -> None:
    access = ACCESS[operation.label]
    path = re.sub(r"{(\w+)}", lambda name: NOT_THERE.get(name[1], "0" * 26), operation.path)

    nobody = _send(cloud, operation, path, None)
    somebody = _send(cloud, operation, path, _who_may(access, cloud))

    assert nobody.status_code == HTTPStatus.UNAUTHORIZED or access.public
    described = operation.definition.raw["responses"]
    for answer in (nobody, somebody) if access.public else (somebody,):
        assert str(answer.status_code) in described, answer.text
        assert not answer.text.startswith('{"message"'), "the gateway itself answered"


def _send(county: DeployedCounty, operation: APIOperation, path: str, who: str | None) -> Any:
    method = operation.method.upper()
    # No route takes it, so the county stays as it was.
    body = None if method in ("GET", "DELETE") else {"nothing-of-the-sort": True}
    return county.call(who, method, path, json=body)


def _who_may(access: Access, county: DeployedCounty) -> str:
    """Name the administrator, or whoever else of the demo may call."""
    admitted = [
        who
        for who, persona in county.session["personas"].items()
        if access.roles is None or any(post["role"] in access.roles for post in persona["posts"])
    ]
    return "county_admin" if "county_admin" in admitted else admitted[0]
