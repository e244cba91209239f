"""Webhook keys: each encrypted for its robot alone, in a row of its own, and nowhere else."""

from __future__ import annotations

import base64
import os
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel import aws, clock
from kernel.problems import TryAgain
from kernel.storage import dynamo
from kernel.storage.rows import Key, Row, Write
from notices.store.rows import NoticesMeta


class KeyRow(Row):
    """The key of a robot's webhook as ciphertext: `ROBOT#{id}` / `KEY`; none once the robot was removed."""

    class Meta(NoticesMeta):
        """The notices' table."""

    ciphertext = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)

    @classmethod
    def key(cls, robot_id: str) -> Key:
        """Return where the key of a robot is."""
        return Key(cls, f"ROBOT#{robot_id}", "KEY")


def _kms() -> Any:
    return aws.client("kms")


def _context(robot_id: str) -> dict[str, str]:
    """Return what a ciphertext is bound to: in another robot's row it is of no use."""
    return {"robot": robot_id}


def seal(robot_id: str, key: str) -> Write:
    """Return what keeps a robot's key, in place of the one it had, to be written with the robot.

    Raises
    ------
    TryAgain
        KMS does not answer.
    """
    try:
        sealed = _kms().encrypt(
            KeyId=os.environ["NOTICES_KEY"],
            Plaintext=key.encode(),
            EncryptionContext=_context(robot_id),
        )
    except aws.FAULTS as fault:
        raise TryAgain from fault
    place = KeyRow.key(robot_id)
    ciphertext = base64.b64encode(sealed["CiphertextBlob"]).decode()
    return Write(KeyRow(place.pk, place.sk, ciphertext=ciphertext))


def get(robot_id: str) -> str | None:
    """Return a robot's key; None when there is none.

    Raises
    ------
    TryAgain
        KMS does not answer.
    """
    row: KeyRow | None = dynamo.read([KeyRow.key(robot_id)], consistent=True)[0]
    if row is None or not row.ciphertext:
        return None
    try:
        opened = _kms().decrypt(
            CiphertextBlob=base64.b64decode(row.ciphertext), EncryptionContext=_context(robot_id)
        )
    except aws.FAULTS as fault:
        if aws.error_code(fault) == "InvalidCiphertextException":
            return None
        raise TryAgain from fault
    return opened["Plaintext"].decode()


def gone(robot_id: str) -> Write:
    """Return what takes a robot's key away."""
    place = KeyRow.key(robot_id)
    return Write(KeyRow(place.pk, place.sk, expires_at=int(clock.now().timestamp())))
