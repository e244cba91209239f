"""`make deploy`: build, deploy the data stack, then the app with what the data stack tells.

Usage: `python -m infra.deploy staging|production RUNTIME [options of sam deploy]`, as `--s3-bucket NAME`, `--profile NAME`, `--region NAME`.

Parameters come from `samconfig.toml`; those that are not there keep the value of the last deployment. At the first one there is
none: each is asked for then, with its default.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import boto3
from cfnlint.decode.cfn_yaml import load

from infra.runtime import CHOICE, WrongRuntime, check_built
from infra.stack import Missing, saying_what_is_missing

ROOT = Path(__file__).resolve().parents[1]
SAM = ROOT / ".venv-sam" / "bin" / "sam"
APP = ROOT / "template.yaml"
DATA = ROOT / "infra" / "data.yaml"
BUILT = ROOT / ".aws-sam" / "build" / "template.yaml"

Parameters = dict[str, str]


class NotDeployable(Exception):
    """Something is missing that only a person can say; the message names it."""


def configured(config: Mapping[str, Any], environment: str) -> tuple[str, Parameters]:
    """Return the app stack's name and the parameters that `samconfig.toml` gives for an environment.

    Raises
    ------
    NotDeployable
        If the file knows no such environment.
    """
    if environment not in config:
        raise NotDeployable(f"samconfig.toml has no environment {environment}")
    said = config[environment]["deploy"]["parameters"]
    pairs = [str(pair).split("=", 1) for pair in said.get("parameter_overrides", [])]
    return said["stack_name"], dict(pairs)


def asked_for(
    declared: Mapping[str, Mapping[str, Any]], given: Parameters, ask: Callable[[str], str]
) -> Parameters:
    """Ask for every parameter that is not given; an empty answer takes the default.

    Raises
    ------
    NotDeployable
        If there is neither an answer nor a default, or the answer is not of the form the template asks for.
    """
    answers: Parameters = {}
    for name, said in declared.items():
        if name in given:
            continue
        default = said.get("Default")
        shown = "" if default is None else f" [{default}]"
        answer = ask(f"{said.get('Description', '')}\n{name}{shown}: ").strip()
        if not answer and default is None:
            raise NotDeployable(f"{name} has no default: {said.get('Description', '')}")
        value = answer or str(default)
        pattern = said.get("AllowedPattern")
        if pattern and not re.fullmatch(pattern, value):
            raise NotDeployable(f"{name}={value}: {said.get('ConstraintDescription', pattern)}")
        if value not in map(str, said.get("AllowedValues", [value])):
            raise NotDeployable(f"{name}={value} is none of {said['AllowedValues']}")
        answers[name] = value
    return answers


def of_stack(declared: Mapping[str, Any], given: Parameters) -> Parameters:
    """Return those of the parameters that a stack declares."""
    return {name: value for name, value in given.items() if name in declared}


def of_app_stack(declared: Mapping[str, Any], told: Parameters, given: Parameters) -> Parameters:
    """Return the app's parameters; a table that was restored beside an old one is given, and wins over what the data stack tells."""
    return of_stack(declared, told | given)


class Deployer:
    """The two stacks of one environment, reached with the credentials and options of whoever deploys."""

    def __init__(self, environment: str, runtime: str, options: list[str]) -> None:
        config = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
        self.environment, self.options = environment, options
        self.app, self.given = configured(config, environment)
        self.given["PythonRuntime"] = self.runtime = runtime
        self.data = f"{self.app}-data"
        kept = config[environment]["deploy"]["parameters"]
        where = argparse.ArgumentParser(add_help=False)
        where.add_argument("--region", default=kept.get("region"))
        where.add_argument("--profile", default=kept.get("profile"))
        where.add_argument("--s3-bucket", default=kept.get("s3_bucket"))
        said, _ = where.parse_known_args(options)
        self._bucket = said.s3_bucket
        session = boto3.Session(region_name=said.region, profile_name=said.profile)
        self._stacks: Any = session.client("cloudformation")

    def deploy(self) -> None:
        """Deploy the data, build, then deploy the app; ask first for what nobody ever said, and tell the data where the page is."""
        given = {**self.given, "App": self.app}
        of_data, of_app = (load(str(path))["Parameters"] for path in (DATA, APP))
        if not self._there(self.data):
            given |= self._asked(of_data, given)
        self._sam_deploy(DATA, self.data, of_stack(of_data, given))
        told = {one["OutputKey"]: one["OutputValue"] for one in self._describe(self.data)}
        if not self._there(self.app):
            given |= self._asked(of_app, given | told)
        self._sam("build", "--parameter-overrides", f"PythonRuntime={self.runtime}")
        check_built(BUILT.parent, self.runtime)
        self._sam_deploy(BUILT, self.app, of_app_stack(of_app, told, given))
        self._let_photos_in(of_data, given)

    def _let_photos_in(self, of_data: Mapping[str, Any], given: Parameters) -> None:
        """Name the page's origin to the bucket of photos; only the app's first deployment makes the API's address."""
        if given.get("WebOrigin") or self._held(self.data, "WebOrigin"):
            return
        api = {one["OutputKey"]: one["OutputValue"] for one in self._describe(self.app)}["ApiUrl"]
        self._sam_deploy(DATA, self.data, of_stack(of_data, {**given, "WebOrigin": api}))

    def _asked(self, declared: Mapping[str, Any], given: Parameters) -> Parameters:
        if not sys.stdin.isatty():
            return asked_for(declared, given, lambda _: "")
        print("The first deployment of this environment. Enter takes what is in brackets.")
        return asked_for(declared, given, input)

    def _there(self, stack: str) -> bool:
        try:
            self._describe(stack)
        except self._stacks.exceptions.ClientError as fault:
            if "does not exist" in str(fault):
                return False
            raise
        return True

    def _held(self, stack: str, parameter: str) -> str:
        """What a stack was last given under a name."""
        held = self._stacks.describe_stacks(StackName=stack)["Stacks"][0].get("Parameters", [])
        given = {one["ParameterKey"]: one["ParameterValue"] for one in held}
        return given.get(parameter, "")

    def _describe(self, stack: str) -> list[dict[str, str]]:
        return self._stacks.describe_stacks(StackName=stack)["Stacks"][0].get("Outputs", [])

    def _sam_deploy(self, template: Path, stack: str, parameters: Parameters) -> None:
        bucket = [] if self._bucket else ["--resolve-s3"]
        self._sam(
            *("deploy", "--template-file", template, "--stack-name", stack, "--s3-prefix", stack),
            *("--config-file", ROOT / "samconfig.toml", "--config-env", self.environment),
            *bucket,
            *self.options,
            "--parameter-overrides",
            *(
                f"ParameterKey={name},ParameterValue={json.dumps(value, ensure_ascii=False)}"
                for name, value in parameters.items()
            ),
        )

    def _sam(self, *command: str | Path) -> None:
        environment = {
            **os.environ,
            "SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS": "1",
            CHOICE: self.runtime,
        }
        subprocess.run(
            [str(part) for part in (SAM, *command)], cwd=ROOT, env=environment, check=True
        )


_LEAST_ARGUMENTS = 2
_USAGE = (
    "say what to deploy and for which runtime: python -m infra.deploy production python3.11; `make deploy` finds the runtime itself\n"
    "请指明环境和运行时：python -m infra.deploy production python3.11；make deploy 会自动选择运行时"
)


def main(arguments: list[str]) -> int:
    """Deploy; 1 when something is missing or `sam` said no."""
    if len(arguments) < _LEAST_ARGUMENTS:
        print(_USAGE, file=sys.stderr)
        return 1
    try:
        environment, runtime, *options = arguments
        with saying_what_is_missing():
            Deployer(environment, runtime, options).deploy()
    except (Missing, NotDeployable, WrongRuntime) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failure:
        return failure.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
