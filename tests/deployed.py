"""The demo county on a local cloud of its own, for the tests that need the deployed template.

Deploying and peopling takes half a minute, so it is done once per state of the code, into a seed that is then stopped;
each county handed out is a copy of the seed with a server of its own. Counties share nothing.
"""

from __future__ import annotations

import functools
import hashlib
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx

from infra.exclusive import alone
from infra.local.cloud import ROOT, LocalCloud, free_port
from infra.local.county import bring_up
from infra.local.demo import fingerprint as demo_fingerprint
from infra.local.deploy import Deployment, deploy, fingerprint, read_deployment, remove_app
from infra.local.session import Session, issue_token, open_session

SEED = ROOT / ".local" / "test" / "seed"
WEB_CLIENT = "http://localhost:5173"
"""Where a web client under development is served; no other page is let in."""
Seen = TypeVar("Seen")


class DeployedCounty:
    """A running copy of the demo county: its API, its people, and the cloud underneath."""

    def __init__(self, home: Path) -> None:
        self.cloud: LocalCloud = _copy_of_the_seed(home)
        self.cloud.start()
        self.deployment: Deployment = read_deployment(self.cloud)
        self.session: Session = open_session(self.cloud, self.deployment)
        self._http = httpx.Client(base_url=self.api_url, timeout=30, trust_env=False)
        self._tokens = {
            persona["person_id"]: persona["token"] for persona in self.session["personas"].values()
        }

    @property
    def api_url(self) -> str:
        """The API, without a slash at the end; routes begin with /v1."""
        return self.deployment.api_url

    @property
    def endpoint_url(self) -> str:
        """Where AWS clients of this county's cloud go."""
        return self.cloud.endpoint_url

    @property
    def port(self) -> int:
        """The port of the cloud."""
        return self.cloud.port

    @property
    def outputs(self) -> dict[str, str]:
        """What the deployed stack says of itself."""
        return self.deployment.outputs

    @property
    def parameters(self) -> dict[str, str]:
        """What the stack was deployed with."""
        return self.deployment.parameters

    def client(self, service: str) -> Any:
        """An AWS client with the administrator's rights."""
        return self.cloud.client(service)

    def token(self, who: str) -> str:
        """The token of a persona, or of any person of the demo county by person_id."""
        persona = self.session["personas"].get(who)
        person_id = persona["person_id"] if persona else who
        if person_id not in self._tokens:
            self._tokens[person_id] = issue_token(self.cloud, self.deployment, person_id)
        return self._tokens[person_id]

    def call(self, who: str | None, method: str, path: str, **request: Any) -> httpx.Response:
        """Call the API as a persona or person, or as nobody (None); `request` as httpx takes it."""
        headers = dict(request.pop("headers", None) or {})
        if who is not None:
            headers["Authorization"] = f"Bearer {self.token(who)}"
        return self._http.request(method, path, headers=headers, **request)

    def get(self, who: str | None, path: str, **request: Any) -> httpx.Response:
        """GET as somebody."""
        return self.call(who, "GET", path, **request)

    def post(self, who: str | None, path: str, json: Any = None, **request: Any) -> httpx.Response:
        """POST as somebody."""
        return self.call(who, "POST", path, json=json, **request)

    def restart(self) -> None:
        """Stop the cloud in order and start it again with the same state; running executions do not survive."""
        self.cloud.restart()

    def kill(self) -> None:
        """Cut the power: the server and all functions end at once, and what was not saved is lost."""
        self.cloud.kill()

    def start(self) -> None:
        """Start again after `kill`."""
        self.cloud.start()

    def deploy_app_again(self) -> None:
        """Delete the app and deploy it anew over the same data; the API has another address afterwards."""
        remove_app(self.cloud)
        again = {name: self.parameters[name] for name in _parameters()}
        self.deployment = deploy(self.cloud, again)
        self._http.close()
        self._http = httpx.Client(base_url=self.api_url, timeout=30, trust_env=False)

    def close(self) -> None:
        """Stop everything and remove the copy."""
        self._http.close()
        self.cloud.erase()


PATIENCE = 300
"""Seconds after which what should happen by itself counts as not happening: how fast it does depends on how busy the machine is."""


def eventually(look: Callable[[], Seen | None], what: str) -> Seen:
    """Look again and again until there is something to see; fail with `what` when patience is over.

    For what happens by itself in the deployed system (a clock runs out, a message arrives). Everything else is asked once.
    """
    deadline = time.monotonic() + PATIENCE
    while not (seen := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {PATIENCE} s: {what}")
        time.sleep(0.25)
    return seen


@functools.cache
def _wanted() -> str:
    """What the seed is to be made from: the state of the code when this test process first asked."""
    return hashlib.sha256((fingerprint() + demo_fingerprint()).encode()).hexdigest()


def _parameters() -> dict[str, str]:
    """Where a test may stand in for WeCom: on a port that was free when the seed was made."""
    return {
        "WecomUrl": f"http://127.0.0.1:{free_port()}/cgi-bin/webhook/send",
        "CaseLinkBase": "https://sizhi.example.gov.cn/cases/",
        "CorsOrigins": WEB_CLIENT,
    }


def _copy_of_the_seed(home: Path) -> LocalCloud:
    """Copy the stopped cloud that all counties come from; make it anew first if the code has changed since."""
    SEED.parent.mkdir(parents=True, exist_ok=True)
    stamp = SEED.parent / "seed.made-from"
    with alone(SEED.parent / "seed.lock"):  # test processes run side by side
        seed = LocalCloud(SEED)
        if not stamp.exists() or stamp.read_text() != _wanted():
            stamp.unlink(missing_ok=True)
            shutil.rmtree(SEED, ignore_errors=True)
            try:
                bring_up(seed, _parameters())
            finally:
                seed.stop()
            stamp.write_text(_wanted())
        return seed.copy(home)
