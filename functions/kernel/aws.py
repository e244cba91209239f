"""AWS services other than DynamoDB: one client of each per process, how long it is waited for, and what its faults are called."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from kernel.problems import TryAgain

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
    "sqs": Patience(2, 5, 2),
    "stepfunctions": Patience(2, 10, 4),
}

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
    connect, read, usually = _PATIENCE[service]
    settings: dict[str, Any] = _OF_S3 if service == "s3" else {}
    config = Config(
        connect_timeout=connect,
        read_timeout=read,
        retries={"total_max_attempts": attempts or usually, "mode": "standard"},
        **settings,
    )
    return botocore.session.get_session().create_client(service, config=config)


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
