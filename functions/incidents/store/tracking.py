"""How often somebody looks cases up."""

from __future__ import annotations

import os
from datetime import datetime

from escalation.store.rows import ClocksMeta
from kernel.storage.dynamo import call, client

_TRACKS_A_MINUTE = int(os.environ.get("TRACKS_A_MINUTE", "30"))


def may_track(visitor: str, now: datetime) -> bool:
    """Count a look-up by case code and tell whether the visitor is within the limit of this minute.

    Parameters
    ----------
    visitor
        What tells visitors apart without saying who they are.
    """
    minute = int(now.timestamp()) // 60
    answer = call(
        lambda: client().update_item(
            TableName=ClocksMeta.table_name,
            Key={"pk": {"S": f"RATE#{visitor}#{minute}"}, "sk": {"S": "RATE"}},
            UpdateExpression="ADD #n :one SET expires_at = if_not_exists(expires_at, :gone)",
            ExpressionAttributeNames={"#n": "looked"},
            ExpressionAttributeValues={":one": {"N": "1"}, ":gone": {"N": str((minute + 5) * 60)}},
            ReturnValues="UPDATED_NEW",
        )
    )
    return int(answer["Attributes"]["looked"]["N"]) <= _TRACKS_A_MINUTE
