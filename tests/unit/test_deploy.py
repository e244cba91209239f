"""What `make deploy` passes to the stacks, and what it asks for."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from cfnlint.decode.cfn_yaml import load

from infra.deploy import (
    APP,
    DATA,
    ROOT,
    Deployer,
    NotDeployable,
    asked_for,
    configured,
    main,
    of_app_stack,
    of_stack,
)

CONFIG = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
DECLARED: dict[str, Any] = {
    "CountyCode": {"AllowedPattern": "[1-9][0-9]{5}"},
    "Stage": {"AllowedValues": ["staging", "production"], "Default": "staging"},
    "JwtIssuer": {"AllowedPattern": "https://.+"},
}


@pytest.mark.parametrize(
    ("environment", "stack", "stage"),
    [("staging", "sizhi-staging", "staging"), ("production", "sizhi", "production")],
)
def test_each_environment_names_its_stack_and_its_stage(
    environment: str, stack: str, stage: str
) -> None:
    assert configured(CONFIG, environment) == (stack, {"Stage": stage})


def test_an_environment_nobody_configured_is_refused() -> None:
    with pytest.raises(NotDeployable, match="no environment test"):
        configured(CONFIG, "test")


def test_only_what_is_not_given_is_asked_for_and_enter_takes_the_default() -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return "https://id.example.gov.cn" if "JwtIssuer" in question else "140426"

    answers = asked_for(DECLARED, {"Stage": "staging"}, answer)

    assert answers == {"CountyCode": "140426", "JwtIssuer": "https://id.example.gov.cn"}
    assert len(asked) == len(answers)


@pytest.mark.parametrize(
    ("name", "answer"),
    [("CountyCode", "1404"), ("Stage", "local"), ("JwtIssuer", "http://id"), ("JwtIssuer", "")],
)
def test_an_answer_the_template_would_refuse_is_refused_at_once(name: str, answer: str) -> None:
    with pytest.raises(NotDeployable, match=name):
        asked_for({name: DECLARED[name]}, {}, lambda _: answer)


@pytest.mark.parametrize("path", [APP, DATA])
def test_a_stack_is_given_no_parameter_it_does_not_declare(path: Any) -> None:
    declared = load(str(path))["Parameters"]

    assert of_stack(declared, {"Stage": "staging", "Nobody": "knows"}) == {"Stage": "staging"}


def test_a_restored_table_takes_the_place_of_the_one_the_data_stack_tells() -> None:
    declared = load(str(APP))["Parameters"]
    told = {"PointsTable": "arn:old", "AssemblyTable": "arn:assembly"}

    passed = of_app_stack(declared, told, {"PointsTable": "arn:restored", "AlarmEmail": "a@b.cn"})

    assert passed == {"PointsTable": "arn:restored", "AssemblyTable": "arn:assembly"}


@pytest.mark.parametrize("said", [[], ["production"]])
def test_deploying_without_saying_what_is_told_how(
    said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(said) == 1
    assert "make deploy" in capsys.readouterr().err


class Stacks:
    """Two stacks as CloudFormation tells of them."""

    def __init__(self, origin: str) -> None:
        self.origin = origin

    def describe_stacks(self, **_: str) -> dict[str, Any]:
        said = {"Parameters": [{"ParameterKey": "WebOrigin", "ParameterValue": self.origin}]}
        api = {"OutputKey": "ApiUrl", "OutputValue": "https://a1.execute-api.cn-north-1.example"}
        return {"Stacks": [said | {"Outputs": [api]}]}


@pytest.mark.parametrize(
    ("given", "held", "named"),
    [
        ({}, "", ["https://a1.execute-api.cn-north-1.example"]),
        ({}, "https://sizhi.example.gov.cn", []),
        ({"WebOrigin": "https://sizhi.example.gov.cn"}, "", []),
    ],
)
def test_the_bucket_of_photos_lets_in_the_page_where_the_first_deployment_put_it(
    given: dict[str, str], held: str, named: list[str]
) -> None:
    deployer = Deployer.__new__(Deployer)
    deployer.data, deployer.app, deployer._stacks = "sizhi-data", "sizhi", Stacks(held)
    deployed: list[dict[str, str]] = []

    def sam_deploy(template: Any, stack: str, parameters: dict[str, str]) -> None:
        deployed.append(parameters)

    deployer._sam_deploy = sam_deploy

    deployer._let_photos_in(load(str(DATA))["Parameters"], {"Stage": "staging", **given})

    assert [each["WebOrigin"] for each in deployed] == named
