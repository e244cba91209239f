"""Files that are written in the background and fetched by a signed address, and the queue that asks for them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

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
    url: str = s3().generate_presigned_url(
        "get_object",
        Params={"Bucket": bucket(), "Key": key, "ResponseContentDisposition": said},
        ExpiresIn=int(_FETCH_WITHIN.total_seconds()),
    )
    return Address(url, at + _FETCH_WITHIN)


def ask_for(message: Mapping[str, Any]) -> None:
    """Ask the worker for what a message names."""
    tried(
        lambda: _sqs().send_message(
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
    except (BotoCoreError, ClientError) as fault:
        raise TryAgain from fault


def bucket() -> str:
    """Return the bucket of files."""
    return os.environ["EXPORTS_BUCKET"]


@cache
def s3() -> Any:
    """Return the client of the store of files."""
    # Only this style names the region's own endpoint in a presigned address.
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "virtual"},
        connect_timeout=2,
        read_timeout=20,
    )
    return botocore.session.get_session().create_client("s3", config=config)


@cache
def _sqs() -> Any:
    config = Config(connect_timeout=2, read_timeout=5)
    return botocore.session.get_session().create_client("sqs", config=config)
