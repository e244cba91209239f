"""How often somebody does something, counted in rows that go by themselves.

Who looks is counted by the minute, beside whatever is read. Who writes is counted with what is written, in its transaction: what was refused,
or came twice, does not count.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pynamodb.attributes import NumberAttribute

from kernel.problems import TooManyRequests
from kernel.storage.dynamo import call, client
from kernel.storage.rows import Alter, Key, Row
from kernel.texts import Text

_KEPT_MINUTES = 5


_LOOKS_A_MINUTE = int(os.environ.get("TRACKS_A_MINUTE", "30"))


def refuse_crowding(table: str, address: str, now: datetime, times: int = 1) -> None:
    """Count looks by a visitor without login, and refuse them if there were too many this minute.

    Sixteen bits of a digest tell visitors of one minute apart well enough, and nobody finds the address again.

    Parameters
    ----------
    table
        In which table it is counted.
    times
        How often it is done at once.

    Raises
    ------
    TooManyRequests
        Somebody tries many codes.
    """
    visitor = hashlib.sha256(address.encode()).hexdigest()[:4]
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
    if int(answer["Attributes"]["looked"]["N"]) > _LOOKS_A_MINUTE:
        raise TooManyRequests(retry_after=60)


class TooOften(TooManyRequests):
    """Somebody did what everybody may do so often that others would wait for it."""

    slug = "too-often"
    said = Text("操作过于频繁，请稍后再试。", "This was done too often; please try again later.")


class Bound(NamedTuple):
    """How often something may be done within so many hours."""

    most: int
    hours: int


@cache
def bounds() -> dict[str, Bound]:
    """Return the bounds as packaged, by what is bounded."""
    text = (Path(__file__).parent / "bounds.json").read_text(encoding="utf-8")
    return {name: Bound(**said) for name, said in json.loads(text)["bounds"].items()}


class RateRow(Row):
    """How often somebody did something in a span of time."""

    counted = NumberAttribute(default=0)


def counting(table: type[Row], what: str, who: str, now: datetime) -> Alter:
    """Return the write that counts what somebody does, and refuses it (`TooOften`) when it is too often.

    Parameters
    ----------
    table
        Any row of the table in whose transaction it is counted.
    what
        What `bounds.json` calls it.
    who
        A person, a unit, a mailbox: only a digest of it is kept.
    """
    bound = bounds()[what]
    seconds = bound.hours * 3600
    span, passed = divmod(int(now.timestamp()), seconds)
    digest = hashlib.sha256(f"{what}|{who}".encode()).hexdigest()[:32]
    return Alter(
        Key(table, f"RATE#{digest}#{span}", "RATE"),
        {"counted": 1},
        {"expires_at": (span + 2) * seconds},
        RateRow.counted.does_not_exist() | (RateRow.counted < bound.most),
        lambda: TooOften(retry_after=seconds - passed),
    )
