"""What an operator's command lacks is said in words, in Chinese and English, never as a traceback."""

from __future__ import annotations

import os

import pytest

from infra import bootstrap_admin, redrive
from tests.support.quick_moto import aws_in_process

REDRIVE = ["notice-stream", "--stack", "nowhere"]
BOOTSTRAP = ["--stack", "nowhere", "--person-id", "zhang-san", "--name", "张三"]
COMMANDS = [
    pytest.param(lambda: redrive.main(REDRIVE), id="redrive"),
    pytest.param(lambda: bootstrap_admin.main(BOOTSTRAP), id="bootstrap_admin"),
]


@pytest.fixture(autouse=True)
def no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_region_is_named(
    command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)

    assert command() == 1

    said = capsys.readouterr().err
    assert "no AWS region" in said
    assert "没有指定 AWS 区域" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_missing_credentials_are_named(
    command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_") and "KEY" in name]:
        monkeypatch.delenv(name)

    assert command() == 1

    said = capsys.readouterr().err
    assert "no AWS credentials" in said
    assert "没有可用的 AWS 凭证" in said


@aws_in_process()
@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_stack_is_named_with_its_region(
    command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command() == 1

    said = capsys.readouterr().err
    assert "no stack nowhere in us-east-1" in said
    assert "没有名为 nowhere 的堆栈" in said
