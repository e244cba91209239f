"""Every example of `docs/openapi.json` is taken by the demo county as it stands, or is marked as one that is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest

from infra.openapi import TARGET
from tests.deployed import DeployedCounty

DESCRIPTION = json.loads(TARGET.read_text(encoding="utf-8"))
FORM = "application/x-www-form-urlencoded"


class Example(NamedTuple):
    """A body as the description shows it, and where it goes."""

    method: str
    path: str
    media: str
    shown: dict[str, Any]


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in one:
        return one
    return DESCRIPTION["components"]["parameters"][one["$ref"].rpartition("/")[2]]


def _called(path: str, operation: dict[str, Any]) -> str:
    """Return a path with the examples of its names, as Swagger UI fills them in."""
    examples: dict[str, str] = {}
    for one in map(_parameter, operation.get("parameters", ())):
        if one["in"] == "path":
            schema = one["schema"]
            if "$ref" in schema:
                schema = DESCRIPTION["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            examples[one["name"]] = str(one.get("example") or schema.get("examples", ["1"])[0])
    return re.sub(r"{(\w+)}", lambda name: examples[name[1]], path)


def _examples() -> Iterator[tuple[str, Example]]:
    for path, item in DESCRIPTION["paths"].items():
        for method, operation in item.items():
            for media, content in operation.get("requestBody", {}).get("content", {}).items():
                for shown in content["examples"].values():
                    called = _called(path, operation)
                    yield operation["operationId"], Example(method.upper(), called, media, shown)


EXAMPLES = dict(_examples())


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeployedCounty]:
    """A county of its own: the examples set policy, quiet hours, robots and more, which other tests would meet."""
    county = DeployedCounty(tmp_path_factory.mktemp("examples") / "cloud")
    yield county
    county.close()


@pytest.fixture(scope="module")
def answers(cloud: DeployedCounty) -> dict[str, httpx.Response]:
    """Every example sent once, in the order of the description: one may build on what an earlier one entered, in whatever order they are looked at."""
    return {name: _sent(cloud, example) for name, example in EXAMPLES.items()}


def _sent(cloud: DeployedCounty, example: Example) -> httpx.Response:
    method, path, media, shown = example
    body = {"data": shown["value"]} if media == FORM else {"json": shown["value"]}
    return cloud.call(_sender(shown), method, path, **body)


def _sender(shown: dict[str, Any]) -> str:
    return shown.get("x-sizhi-as", "county_admin")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_taken_or_marked_as_refused(
    name: str, answers: dict[str, httpx.Response]
) -> None:
    shown, answer = EXAMPLES[name].shown, answers[name]

    # Refused means for what is not there, does not fit or names no version, never for who sends it; the key of a client is who sends it.
    refusals = (403,) if "api_key" in shown["value"] else (404, 409, 422, 428)
    expected = refusals if "x-sizhi-refused" in shown else (200, 201, 202, 204)
    assert answer.status_code in expected, f"{_sender(shown)} {EXAMPLES[name].path}\n{answer.text}"


def test_every_body_has_an_example() -> None:
    bodies = {
        operation["operationId"]
        for item in DESCRIPTION["paths"].values()
        for operation in item.values()
        if "requestBody" in operation
    }

    assert EXAMPLES.keys() == bodies
