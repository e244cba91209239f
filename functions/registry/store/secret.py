"""The key under which identity numbers are hashed: read once per process, never logged."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import botocore.session
from botocore.exceptions import BotoCoreError, ClientError

from kernel.problems import TryAgain


@cache
def id_hash_key() -> bytes:
    """Return the key.

    Raises
    ------
    TryAgain
        Secrets Manager does not answer.
    """
    client: Any = botocore.session.get_session().create_client("secretsmanager")
    try:
        answer = client.get_secret_value(SecretId=os.environ["ID_HASH_SECRET_ARN"])
    except (BotoCoreError, ClientError) as fault:
        raise TryAgain from fault
    secret: str = answer["SecretString"]
    return secret.encode()
