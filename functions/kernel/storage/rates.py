"""How often somebody does something: counted by the minute, in a row that goes by itself."""

from __future__ import annotations

import hashlib
from datetime import datetime

from kernel.storage.dynamo import call, client

_KEPT_MINUTES = 5


def visitor_of(address: str) -> str:
    """Return what tells visitors of one minute apart well enough: sixteen bits of a digest, by which nobody finds the address again."""
    return hashlib.sha256(address.encode()).hexdigest()[:4]


def within_rate(table: str, visitor: str, most: int, now: datetime, times: int = 1) -> bool:
    """Count what a visitor does and tell whether it is within the limit of this minute.

    Parameters
    ----------
    table
        In which table it is counted.
    most
        How often a minute.
    times
        How often it is done at once.
    """
    minute = int(now.timestamp()) // 60
    answer = call(
        lambda: client().update_item(
            TableName=table,
            Key={"pk": {"S": f"RATE#{visitor}#{minute}"}, "sk": {"S": "RATE"}},
            UpdateExpression="ADD #n :times SET expires_at = if_not_exists(expires_at, :gone)",
            ExpressionAttributeNames={"#n": "looked"},
            ExpressionAttributeValues={
                ":times": {"N": str(times)},
                ":gone": {"N": str((minute + _KEPT_MINUTES) * 60)},
            },
            ReturnValues="UPDATED_NEW",
        )
    )
    return int(answer["Attributes"]["looked"]["N"]) <= most
