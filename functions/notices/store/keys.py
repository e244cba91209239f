"""Webhook keys: in Secrets Manager, one secret per robot, and nowhere else."""

from __future__ import annotations

import os
from typing import Any

from kernel import aws
from kernel.problems import TryAgain

_GONE = {"ResourceNotFoundException", "InvalidRequestException"}


def _secrets() -> Any:
    return aws.client("secretsmanager")


def _name(robot_id: str) -> str:
    return f"{os.environ['ROBOT_KEYS_PREFIX']}{robot_id}"


def put(robot_id: str, key: str) -> None:
    """Keep a robot's key, in place of the one it had.

    Raises
    ------
    TryAgain
        Secrets Manager does not answer.
    """
    try:
        try:
            _secrets().create_secret(Name=_name(robot_id), SecretString=key)
        except aws.FAULTS as fault:
            if aws.error_code(fault) != "ResourceExistsException":
                raise
            _secrets().put_secret_value(SecretId=_name(robot_id), SecretString=key)
    except aws.FAULTS as fault:
        raise TryAgain from fault


def get(robot_id: str) -> str | None:
    """Return a robot's key; None when there is none.

    Raises
    ------
    TryAgain
        Secrets Manager does not answer.
    """
    try:
        return _secrets().get_secret_value(SecretId=_name(robot_id))["SecretString"]
    except aws.FAULTS as fault:
        if aws.error_code(fault) in _GONE:
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
        _secrets().delete_secret(SecretId=_name(robot_id), ForceDeleteWithoutRecovery=True)
    except aws.FAULTS as fault:
        if aws.error_code(fault) != "ResourceNotFoundException":
            raise TryAgain from fault
