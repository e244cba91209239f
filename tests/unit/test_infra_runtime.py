"""Wheels, bytecode and the template's `PythonRuntime` are of one version, or nothing is built or deployed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cfnlint.decode.cfn_yaml import load

from infra import package, runtime
from infra.exclusive import Taken, alone
from infra.runtime import CHOICE, RUNTIMES, WrongRuntime

ROOT = Path(__file__).parents[2]
HERE = f"python3.{sys.version_info.minor}"
ELSEWHERE = next(one for one in RUNTIMES if one != HERE)


@pytest.fixture
def no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose PATH holds no interpreter but those that a test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def install(folder: Path, name: str, says: str | None = None) -> None:
    program = folder / name
    program.write_text("#!/bin/sh\n" + (f"echo {says}\n" if says else "exit 127\n"))
    program.chmod(0o755)


def test_the_newest_interpreter_of_the_machine_is_built_for(no_others: Path) -> None:
    assert runtime.newest_here() == HERE

    install(no_others, "python3.14", "python3.14")

    assert runtime.newest_here() == "python3.14"
    assert runtime.interpreter_of("python3.14") == no_others / "python3.14"


def test_a_shim_without_an_interpreter_behind_it_does_not_count(no_others: Path) -> None:
    install(no_others, ELSEWHERE)

    assert runtime.newest_here() == HERE


@pytest.mark.usefixtures("no_others")
def test_a_runtime_without_its_interpreter_is_not_built_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(CHOICE, ELSEWHERE)
    monkeypatch.delenv("SIZHI_BUILD_PLATFORM", raising=False)

    assert package.main(str(tmp_path / "out"), "IncidentsApi") == 1

    said = capsys.readouterr().err
    assert f"no {ELSEWHERE} on this machine" in said
    assert f"build for one that is here ({HERE})" in said
    assert not (tmp_path / "out").exists()


def test_the_local_cloud_is_not_built_for_with_another_interpreter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(CHOICE, ELSEWHERE)
    monkeypatch.setenv("SIZHI_BUILD_PLATFORM", "local")

    assert package.main(str(tmp_path / "out")) == 1

    assert f"is {HERE}, and PythonRuntime is {ELSEWHERE}" in capsys.readouterr().err


def test_what_lambda_has_no_runtime_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "python3.10")

    with pytest.raises(WrongRuntime, match=r"python3\.10 is no runtime of these"):
        runtime.chosen()


def test_without_a_choice_the_template_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CHOICE, raising=False)
    parameter = load(str(ROOT / "template.yaml"))["Parameters"]["PythonRuntime"]

    assert runtime.chosen() == parameter["Default"]
    assert tuple(sorted(RUNTIMES)) == tuple(parameter["AllowedValues"])


def test_the_wheels_are_for_the_functions_architecture() -> None:
    functions = load(str(ROOT / "template.yaml"))["Globals"]["Function"]

    assert functions["Architectures"] == [package.ARCHITECTURE]
    assert functions["Runtime"] == {"Ref": "PythonRuntime"}


def test_a_build_for_another_runtime_is_not_deployed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, built in (("Api", "python3.13"), ("Worker", "python3.12")):
        (tmp_path / name).mkdir()
        (tmp_path / name / runtime.BUILT_FOR).write_text(built + "\n")

    assert runtime.main([str(tmp_path), "python3.13"]) == 1
    assert "Worker was built for python3.12, and PythonRuntime is python3.13" in (
        capsys.readouterr().err
    )

    (tmp_path / "Worker" / runtime.BUILT_FOR).write_text("python3.13\n")
    assert runtime.main([str(tmp_path), "python3.13"]) == 0


def test_nothing_built_is_not_deployed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert runtime.main([str(tmp_path / "build"), HERE]) == 1
    assert "run `sam build` first" in capsys.readouterr().err


def test_a_lock_keeps_a_second_process_out(tmp_path: Path) -> None:
    with alone(tmp_path / "lock"), pytest.raises(Taken), alone(tmp_path / "lock", wait=False):
        pass


@pytest.mark.parametrize(
    "module", ["infra.package", "infra.local.setup", "infra.local.run", "tests.deployed"]
)
def test_nothing_needs_file_locks_to_be_imported(module: str) -> None:
    # Windows has no fcntl.
    program = f"import sys; sys.modules['fcntl'] = None; import {module}"

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr


def test_without_file_locks_nobody_is_kept_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    entered: list[str] = []

    with alone(tmp_path / "lock"), alone(tmp_path / "lock", wait=False):
        entered.append("both")

    assert entered == ["both"]
