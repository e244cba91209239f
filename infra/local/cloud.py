"""The local cloud: AWS on this machine's loopback address, with IAM enforced and its state kept.

MiniStack runs from `.venv-cloud` as a process group of its own, so that a Ctrl-C in the terminal reaches only us and
we stop it in order: it saves its state when it is asked to end, and loses it when it is killed.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
REGION = "us-east-1"
USUAL_PORT = 4566
ACCOUNT = "000000000000"
_QUEUE_ADDRESS = re.compile(rf"http://{re.escape(HOST)}:\d+/{ACCOUNT}/")
ADMINISTRATOR = "test"
"""The access key that MiniStack takes for the root of the account. Everybody else, functions included, is held to the
policies of their role."""

SERVICES = (
    "apigateway", "cloudformation", "cognito-idp", "dynamodb", "dynamodbstreams", "events", "iam", "kms", "lambda", "logs",
    "monitoring", "s3", "scheduler", "secretsmanager", "sns", "sqs", "ssm", "states", "sts", "tagging",
)  # fmt: skip
STARTS_WITHIN = 60
"""Seconds until we give up waiting for the server to answer."""
STOPS_WITHIN = 30
"""Seconds the server gets to save its state."""


class CloudFailed(Exception):
    """The local cloud did not start, or ended by itself; the message names its log."""


class LocalCloud:
    """One MiniStack server and the folder that holds its state, its log and its temporary files.

    Parameters
    ----------
    home
        Where everything of this cloud lives. Two clouds never share one.
    port
        The port to serve on; a free one if None.
    settings
        Further settings of MiniStack (environment variables), such as ``SFN_WAIT_SCALE``.
    """

    def __init__(
        self, home: Path, port: int | None = None, settings: dict[str, str] | None = None
    ) -> None:
        self.home = home
        self.port = port or free_port()
        self.settings = settings or {}
        self.notes: dict[str, str] = {}
        """What we want to remember about this cloud's state: kept and lost together with it."""
        self.has_state_of_before = False
        """Whether the last start found a state to go on from."""
        self.was_cut = False
        """Whether the run before the last start ended without saving its state."""
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def endpoint_url(self) -> str:
        """The address all AWS clients use."""
        return f"http://{HOST}:{self.port}"

    @property
    def log(self) -> Path:
        """What the server and the functions in it print."""
        return self.home / "cloud.log"

    @property
    def _unsaved(self) -> Path:
        """There while the server runs, and after it ended without saving."""
        return self.home / "unsaved"

    @property
    def running(self) -> bool:
        """Whether our server is up."""
        return self._server is not None and self._server.poll() is None

    @property
    def process_id(self) -> int | None:
        """The server's process, for tests that look at it or kill it."""
        return self._server.pid if self._server else None

    def start(self, progress: Callable[[], None] = lambda: None) -> LocalCloud:
        """Start the server with the state of last time and wait until it answers.

        Raises
        ------
        CloudFailed
            If it ends before it answers, or does not answer in time.
        """
        if self.running:
            return self
        shutil.rmtree(self.home / "tmp", ignore_errors=True)
        self.has_state_of_before = any((self.home / "state").glob("*.json"))
        self.was_cut = self._unsaved.exists()
        for folder in ("tmp", "state", "objects"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        self._unsaved.touch()
        self._readdress()
        notes = self.home / "notes.json"
        self.notes = json.loads(notes.read_text()) if notes.exists() else {}
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                [ROOT / ".venv-cloud/bin/python", "-P", ROOT / "infra/local/emulator.py"],
                cwd=self.home,
                env=self._server_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one thread
            )
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            if self._server.poll() is not None:
                raise CloudFailed(
                    f"the local cloud ended at once; see {self.log}\n{self._end_of_log()}"
                )
            if time.monotonic() > deadline:
                self.kill()
                raise CloudFailed(
                    f"no answer from the local cloud in {STARTS_WITHIN} s; see {self.log}"
                )
            progress()
            time.sleep(0.1)
        return self

    def stop(self) -> bool:
        """End the server in order: it saves its state first.

        Returns
        -------
        bool
            Whether everything is kept. If not, because the server had ended by itself or had to be killed, what was done since the
            last stop in order is lost.
        """
        if self._server is None:
            return not self._unsaved.exists()
        kept = self._server.poll() is None
        with contextlib.suppress(ProcessLookupError):
            self._server.send_signal(signal.SIGTERM)
        try:
            kept = self._server.wait(STOPS_WITHIN) in {0, -signal.SIGTERM} and kept
        except subprocess.TimeoutExpired:
            kept = False
        if kept:
            (self.home / "notes.json").write_text(json.dumps(self.notes, indent=2))
            self._unsaved.unlink(missing_ok=True)
        self.kill()
        return kept

    def kill(self) -> None:
        """End the server and every function in it at once, as a power cut would: nothing is saved."""
        if self._server is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()
        self._server = None
        # Its thousands of temporary files go with the next start: whoever presses Ctrl-C does not wait for that.

    def restart(self) -> None:
        """Stop in order and start again with the same state, on the same port."""
        self.stop()
        self.start()

    def copy(self, home: Path, port: int | None = None) -> LocalCloud:
        """Return another cloud with this one's state, as it was last saved, in a folder and on a port of its own."""
        if self.running:
            raise CloudFailed(
                "a cloud is copied while it is stopped: what it has not saved would be missing"
            )
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        for part in ("state", "objects"):
            shutil.copytree(self.home / part, home / part)
        shutil.copy(self.home / "notes.json", home)
        return LocalCloud(home, port, self.settings)

    def _readdress(self) -> None:
        """Let the saved queues be where the server is now: their address holds the port of last time, where nobody polls."""
        for saved in (self.home / "state").rglob("*.json"):
            was = saved.read_text()
            now = _QUEUE_ADDRESS.sub(f"{self.endpoint_url}/{ACCOUNT}/", was)
            if now != was:
                saved.write_text(now)

    def erase(self) -> None:
        """Forget everything: the next start is the first one."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def client(self, service: str) -> Any:
        """An AWS client with the administrator's rights in this cloud."""
        make: Callable[..., Any] = boto3.client  # typed for literal names only
        return make(
            service,
            endpoint_url=self.endpoint_url,
            region_name=REGION,
            aws_access_key_id=ADMINISTRATOR,
            aws_secret_access_key=ADMINISTRATOR,
            config=Config(
                retries={"total_max_attempts": 1},
                max_pool_connections=64,
                proxies={},  # the loopback is reached by no proxy, whatever the environment says
            ),
        )

    def environment(self) -> dict[str, str]:
        """Environment variables that point AWS tools at this cloud, as its administrator."""
        return {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("AWS_", "PYTHON"))
            },
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": ADMINISTRATOR,
            "AWS_SECRET_ACCESS_KEY": ADMINISTRATOR,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": HOST,
            "no_proxy": HOST,
        }

    def _server_environment(self) -> dict[str, str]:
        # From scratch: functions inherit it, and would see what a real one never sees.
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "TMPDIR": str(self.home / "tmp"),
            "GATEWAY_PORT": str(self.port),
            "BIND_HOST": HOST,
            "MINISTACK_HOST": HOST,
            "MINISTACK_REGION": REGION,
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "AUTH": "true",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.home / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.home / "objects"),
            "SERVICES": ",".join(SERVICES),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "DOCKER_HOST": "unix:///nonexistent",
            # Each call beyond the warm ones starts a process of its own and pays a cold start for it.
            "LAMBDA_ACCOUNT_CONCURRENCY": "12",
            "MINISTACK_WORKER_THREADS": "256",
            "LAMBDA_WARM_TTL_SECONDS": "900",
            "LOG_LEVEL": "INFO",
            "NO_PROXY": "*",
            **self.settings,
        }

    def _answers(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"{self.endpoint_url}/_ministack/health", timeout=2) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def _end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def is_free(port: int) -> bool:
    """Whether nobody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def _end_with_parent() -> None:
    """In the server's process, before it starts: end in order even if we are killed ourselves (Linux)."""
    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGTERM)
