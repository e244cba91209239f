"""Webhook keys: in Secrets Manager, one secret per robot, and nowhere else."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from kernel.problems import TryAgain


@cache
def client() -> Any:
    """Return the process's client of Secrets Manager, made at first use."""
    config = Config(
        connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 3, "mode": "standard"}
    )
    return botocore.session.get_session().create_client("secretsmanager", config=config)


def _name(robot_id: str) -> str:
    return f"{os.environ['ROBOT_KEYS_PREFIX']}{robot_id}"


def _code(fault: Exception) -> str:
    return fault.response.get("Error", {}).get("Code", "") if isinstance(fault, ClientError) else ""


def put(robot_id: str, key: str) -> None:
    """Keep a robot's key, in place of the one it had.

    Raises
    ------
    TryAgain
        Secrets Manager does not answer.
    """
    try:
        try:
            client().create_secret(Name=_name(robot_id), SecretString=key)
        except ClientError as fault:
            if _code(fault) != "ResourceExistsException":
                raise
            client().put_secret_value(SecretId=_name(robot_id), SecretString=key)
    except (BotoCoreError, ClientError) as fault:
        raise TryAgain from fault


def get(robot_id: str) -> str | None:
    """Return a robot's key; None when there is none.

    Raises
    ------
    TryAgain
        Secrets Manager does not answer.
    """
    try:
        return client().get_secret_value(SecretId=_name(robot_id))["SecretString"]
    except (BotoCoreError, ClientError) as fault:
        if _code(fault) in ("ResourceNotFoundException", "InvalidRequestException"):
            return None
        raise TryAgain from fault


def forget(robot_id: str) -> None:
    """Delete a robot's key for good; deleting twice is deleting once.

    Raises
    ------
    TryAgain
        Secrets Manager does not answer.
    """
    try:
        client().delete_secret(SecretId=_name(robot_id), ForceDeleteWithoutRecovery=True)
    except (BotoCoreError, ClientError) as fault:
        if _code(fault) != "ResourceNotFoundException":
            raise TryAgain from fault
