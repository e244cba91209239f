"""AWS services other than DynamoDB: one client of each per process, how long it is waited for, and what its faults are called.

Step Functions and SQS are spoken to as DynamoDB is (`kernel.wire`), tried again as botocore would; the others are botocore's clients.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from kernel.problems import TryAgain
from kernel.wire import SQS, STEP_FUNCTIONS, Service, Wire

Result = TypeVar("Result")

FAULTS: Final = (BotoCoreError, ClientError)
"""What a call may end in: no answer (nobody knows whether it had its effect), or a refusal of the service."""


class Patience(NamedTuple):
    """How long a service is waited for, in seconds, and how often it is asked."""

    connect: float
    read: float
    attempts: int


_PATIENCE: Final = {
    "kms": Patience(2, 5, 3),
    "s3": Patience(2, 20, 3),
    "secretsmanager": Patience(2, 5, 3),
    "sns": Patience(2, 5, 3),
}
_SPOKEN_TO: Final[dict[str, tuple[Service, int]]] = {
    "sqs": (SQS, 2),
    "stepfunctions": (STEP_FUNCTIONS, 4),
}
"""Services of which a few operations are called, and how often each is tried."""
_LATER: Final = {
    *("Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled"),
    *("RequestThrottledException", "TooManyRequestsException", "RequestLimitExceeded"),
    *("RequestTimeout", "RequestTimeoutException", "ServiceUnavailable", "InternalFailure"),
}
"""Refusals after which the same may be asked again; so may whatever came with a status of 5xx."""
_LONGEST_PAUSE_SECONDS: Final = 2.0

# Only this signature covers the length of an upload, and only this style names the region's own endpoint in a presigned address.
_OF_S3: Final = {"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}}


@cache
def client(service: str, attempts: int | None = None) -> Any:
    """Return the process's client of a service, made at first use.

    Parameters
    ----------
    attempts
        How often it is asked, where that is not as often as usual.
    """
    if service in _SPOKEN_TO:
        spoken_to, often = _SPOKEN_TO[service]
        return _Patient(Wire(spoken_to), attempts or often)
    # Not before somebody asks: most requests ask the store alone, which is spoken to without them.
    import botocore.session
    from botocore.config import Config

    connect, read, usually = _PATIENCE[service]
    settings: dict[str, Any] = _OF_S3 if service == "s3" else {}
    config = Config(
        connect_timeout=connect,
        read_timeout=read,
        retries={"total_max_attempts": attempts or usually, "mode": "standard"},
        **settings,
    )
    return botocore.session.get_session().create_client(service, config=config)


class _Patient:
    """A client that asks again where the service was busy or did not answer."""

    def __init__(self, wire: Wire, attempts: int) -> None:
        self._wire, self._attempts = wire, attempts
        self.meta = wire.meta

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        operation = getattr(self._wire, name)

        def ask(**request: Any) -> Any:
            for attempt in range(1, self._attempts):
                try:
                    return operation(**request)
                except FAULTS as fault:
                    if not _may_pass(fault):
                        raise
                pause = min(random.random() * 2**attempt, _LONGEST_PAUSE_SECONDS)  # noqa: S311 - spreads retries
                time.sleep(pause)
            return operation(**request)

        return ask


def _may_pass(fault: Exception) -> bool:
    if not isinstance(fault, ClientError):
        return True
    status = fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status >= 500 or error_code(fault) in _LATER


def tried(call: Callable[[], Result]) -> Result:
    """Call a service.

    Raises
    ------
    TryAgain
        It does not answer, or refuses.
    """
    try:
        return call()
    except FAULTS as fault:
        raise TryAgain from fault


def error_code(fault: Exception) -> str:
    """Return the service's code of a refusal, or the kind of the fault on the way there; no text of the request is in it."""
    if isinstance(fault, ClientError):
        return fault.response.get("Error", {}).get("Code") or "ClientError"
    return type(fault).__name__
