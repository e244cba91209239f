"""Bring the stacks (data, identity, app) into the local cloud with `sam build` and `sam deploy`, exactly as a county does.

Nothing here creates a resource by itself, save the bucket that `sam deploy` uploads to.
"""

from __future__ import annotations

import functools
import hashlib
import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.cloud import HOST, ROOT, LocalCloud
from infra.local.progress import step, together
from infra.runtime import CHOICE, WrongRuntime, check_built, runtime_of
from infra.web import sources as sources_of_the_web_client

STACK = "sizhi"
DATA_STACK = "sizhi-data"
IDENTITY_STACK = "sizhi-identity"
STAGE = "local"
COUNTY = "140426"
COUNTY_NAME = "黎城县"
"""The county of the demo."""
ARTIFACTS = "sizhi-artifacts"
EMPTY = '""'
PYTHON = ROOT / ".venv" / "bin" / "python"

DEPLOYED = (
    "template.yaml",
    "infra/data.yaml",
    "infra/identity.yaml",
    "infra/escalation.asl.json",
    "infra/package.py",
    "infra/runtime.py",
    "infra/web.py",
    "locks/runtime.txt",
)
"""What, besides `functions/` and `web/`, decides whether a stack has to be deployed again."""


class DeployFailed(Exception):
    """`sam` said no; the message ends with what it printed."""


@dataclass(frozen=True)
class Deployment:
    """The stacks as they stand: what app and identity say of themselves, and the app's parameters."""

    outputs: dict[str, str]
    parameters: dict[str, str]
    identity: dict[str, str]
    endpoint_url: str

    @property
    def api_url(self) -> str:
        """The API by a path of the local cloud's own address, so that no host name has to resolve.

        The template's `ApiUrl` is the address it would have in AWS.
        """
        return f"{self.endpoint_url}/_aws/execute-api/{self.outputs['ApiId']}"


def deploy(cloud: LocalCloud, parameters: Mapping[str, str] | None = None) -> Deployment:
    """Build and deploy all stacks, unless they are there already and nothing has changed since.

    Parameters
    ----------
    parameters
        Of template.yaml, besides those that the local cloud sets itself.

    Raises
    ------
    DeployFailed
        With the end of what `sam` printed.
    """
    more = dict(parameters or {})
    cors = {"CorsOrigins": more.get("CorsOrigins", "")}
    wanted = fingerprint() + (json.dumps(more, sort_keys=True) if more else "")
    if cloud.notes.get("deployed") != wanted:
        if "deployed" in cloud.notes:
            cloud.notes["deployed"] = "an older state, and a deployment that was cut short"
        s3 = cloud.client("s3")
        if ARTIFACTS not in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}:
            s3.create_bucket(Bucket=ARTIFACTS)
        built = cloud.home / "build"
        with step("sam build, and sam deploy of infra/data.yaml and infra/identity.yaml"):
            # None needs another.
            begin = [
                lambda: _build(cloud, built),
                lambda: _deploy_data(cloud, cors),
                lambda: _deploy_identity(cloud),
            ]
            together(lambda work: work(), begin)
        with step("sam deploy of template.yaml"):
            _deploy_main(cloud, built, cors | more)
        cloud.notes["deployed"] = wanted
    return read_deployment(cloud)


def read_deployment(cloud: LocalCloud) -> Deployment:
    """The outputs of app and identity, and the parameters of the app."""
    given = _stack(cloud, STACK).get("Parameters", [])
    return Deployment(
        _outputs(cloud, STACK),
        {one["ParameterKey"]: one["ParameterValue"] for one in given},
        _outputs(cloud, IDENTITY_STACK),
        cloud.endpoint_url,
    )


def _build(cloud: LocalCloud, folder: Path) -> None:
    choice = f"ParameterKey=PythonRuntime,ParameterValue={_runtime()}"
    _sam(
        cloud,
        *("build", "--template", ROOT / "template.yaml", "--build-dir", folder),
        *("--parameter-overrides", choice),
    )


def remove_app(cloud: LocalCloud) -> None:
    """Delete the app's stack and nothing else; the next `deploy` makes it again over the same data."""
    cloudformation = cloud.client("cloudformation")
    cloudformation.delete_stack(StackName=STACK)
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 300}
    )
    cloud.notes["deployed"] = "the data alone"


def _deploy_data(cloud: LocalCloud, cors: Mapping[str, str]) -> None:
    parameters = {
        "Stage": STAGE,
        "App": STACK,
        "CountyCode": COUNTY,
        "WebOrigin": f"http://{HOST}:*",
        **cors,
    }
    _sam_deploy(cloud, ROOT / "infra" / "data.yaml", DATA_STACK, parameters)


def _deploy_identity(cloud: LocalCloud) -> None:
    _sam_deploy(cloud, ROOT / "infra" / "identity.yaml", IDENTITY_STACK, {"Stage": STAGE})


def _deploy_main(cloud: LocalCloud, built: Path, more: Mapping[str, str]) -> None:
    identity = _outputs(cloud, IDENTITY_STACK)
    runtime = _runtime()
    try:
        check_built(built, runtime)
    except WrongRuntime as wrong:
        raise DeployFailed(str(wrong)) from wrong
    parameters = {
        "Stage": STAGE,
        "CountyCode": COUNTY,
        "PythonRuntime": runtime,
        "JwtIssuer": identity["Issuer"],
        "JwtAudience": identity["ClientId"],
        "CountyName": COUNTY_NAME,
        **_outputs(cloud, DATA_STACK),
        **more,
    }
    _sam_deploy(cloud, built / "template.yaml", STACK, parameters)


def _sam_deploy(cloud: LocalCloud, template: Path, stack: str, parameters: dict[str, str]) -> None:
    _sam(
        cloud,
        *(
            "deploy",
            "--template-file",
            template,
            "--stack-name",
            stack,
            "--s3-bucket",
            ARTIFACTS,
            "--s3-prefix",
            stack,
        ),
        *("--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"),
        *("--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar"),
        *(
            "--parameter-overrides",
            # What is not named keeps its value of last time: nothing has to be said as well.
            *(
                f"ParameterKey={name},ParameterValue={value or EMPTY}"
                for name, value in parameters.items()
            ),
        ),
    )


def _sam(cloud: LocalCloud, *arguments: str | Path) -> None:
    environment = cloud.environment() | {
        "SAM_CLI_TELEMETRY": "0",
        "SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS": "1",
        "SAM_CLI_POLL_DELAY": "0.2",
        "SIZHI_BUILD_PLATFORM": "local",
        CHOICE: _runtime(),
        "PYTHON": str(PYTHON),
        "AWS_MAX_ATTEMPTS": "2",
    }
    done = subprocess.run(
        [str(part) for part in (ROOT / ".venv-sam/bin/sam", *arguments)],
        cwd=cloud.home,  # away from any samconfig.toml of the county's
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    (cloud.home / f"sam-{arguments[0]}-{Path(arguments[2]).name}.log").write_text(done.stdout)
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-40:])
        raise DeployFailed(f"sam {arguments[0]} failed:\n{tail}")


@functools.cache
def _runtime() -> str:
    """The runtime of the interpreter that the local cloud runs functions with."""
    return runtime_of(PYTHON) or ""


def _outputs(cloud: LocalCloud, stack: str) -> dict[str, str]:
    outputs = _stack(cloud, stack).get("Outputs", [])
    return {output["OutputKey"]: output["OutputValue"] for output in outputs}


def _stack(cloud: LocalCloud, name: str) -> dict[str, Any]:
    return cloud.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]


def fingerprint() -> str:
    """A digest of everything that is deployed."""
    content = {
        str(path): hashlib.sha256((ROOT / path).read_bytes()).hexdigest()
        for path in _what_is_deployed()
    }
    content["PythonRuntime"] = _runtime()
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _what_is_deployed() -> Iterable[Path]:
    yield from (Path(name) for name in DEPLOYED)
    for path in sorted((ROOT / "functions").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT)
    yield from sources_of_the_web_client()
