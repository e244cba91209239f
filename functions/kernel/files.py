"""Files that are written in the background and fetched by a signed address, and the queue that asks for them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from kernel.aws import FAULTS, client
from kernel.problems import TryAgain

KEPT = timedelta(days=7)
"""How long the bucket keeps a file (its lifecycle rule says the same)."""

_FETCH_WITHIN = timedelta(minutes=10)

Result = TypeVar("Result")


class Address(NamedTuple):
    """Where a file is fetched, and until when."""

    url: str
    expires_at: datetime


def address_of(key: str, plain: str, named: str, at: datetime) -> Address:
    """Return where a file is fetched for the next minutes.

    Parameters
    ----------
    plain, named
        What it is called where only ASCII will do, and what it is called.
    """
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(named)}"
    url: str = client("s3").generate_presigned_url(
        "get_object",
        Params={"Bucket": bucket(), "Key": key, "ResponseContentDisposition": said},
        ExpiresIn=int(_FETCH_WITHIN.total_seconds()),
    )
    return Address(url, at + _FETCH_WITHIN)


def ask_for(message: Mapping[str, Any]) -> None:
    """Ask the worker for what a message names."""
    tried(
        lambda: client("sqs").send_message(
            QueueUrl=os.environ["EXPORT_QUEUE_URL"], MessageBody=json.dumps(message)
        )
    )


def tried(call: Callable[[], Result]) -> Result:
    """Call a store.

    Raises
    ------
    TryAgain
        It does not answer, or refuses.
    """
    try:
        return call()
    except FAULTS as fault:
        raise TryAgain from fault


def bucket() -> str:
    """Return the bucket of files."""
    return os.environ["EXPORTS_BUCKET"]
