"""The running system keeps every promise of `docs/openapi.json`: no 5xx, no status, type or shape it does not announce."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.deployed import DeployedCounty

DESCRIPTION = schemathesis.openapi.from_path(Path(__file__).parents[2] / "docs" / "openapi.json")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeployedCounty]:
    """A county of this test's own: it will be written full of nonsense."""
    county = DeployedCounty(tmp_path_factory.mktemp("contract") / "cloud")
    yield county
    county.close()


@DESCRIPTION.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_every_operation_answers_as_described(
    case: schemathesis.Case, county: DeployedCounty
) -> None:
    for who in ("county_admin", "grid_worker"):
        answer = case.call(
            base_url=county.api_url,
            headers={"Authorization": f"Bearer {county.token(who)}"},
            timeout=30,
        )

        case.validate_response(answer, checks=CHECKS)
