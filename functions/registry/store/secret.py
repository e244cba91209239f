"""The key under which identity numbers are hashed: read once per process, never logged."""

from __future__ import annotations

import os
from functools import cache

from kernel import aws
from kernel.problems import TryAgain


@cache
def id_hash_key() -> bytes:
    """Return the key.

    Raises
    ------
    TryAgain
        Secrets Manager does not answer.
    """
    try:
        answer = aws.client("secretsmanager").get_secret_value(
            SecretId=os.environ["ID_HASH_SECRET_ARN"]
        )
    except aws.FAULTS as fault:
        raise TryAgain from fault
    secret: str = answer["SecretString"]
    return secret.encode()
