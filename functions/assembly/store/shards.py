"""Shards: what hundreds of people write at once, each exactly once.

An entry is put by one conditional update of one row, no transaction, so that voters never conflict with each other but only wait for the
few who share their shard. Once every shard is closed, what is in them is all there will ever be.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from botocore.exceptions import ClientError

from assembly.rules.meetings import Stay
from assembly.rules.votes import Cast, Issued, SecretBallot, shard_of
from assembly.store.rows import ShardRow
from assembly.store.things import codec, document_of
from kernel.storage.dynamo import call, client, read


class Purpose(StrEnum):
    """What is collected."""

    PRESENT = "present"
    CAST = "cast"
    ISSUED = "issued"
    BALLOTS = "ballots"


_RECORDS: Mapping[Purpose, type] = {
    Purpose.PRESENT: Stay,
    Purpose.CAST: Cast,
    Purpose.ISSUED: Issued,
    Purpose.BALLOTS: SecretBallot,
}
"""What an entry is; of those who are present, every stay of a vote on the roll."""


def new_shards(of: str, purpose: Purpose, number: int) -> list[ShardRow]:
    """Return empty, open shards."""
    keys = [ShardRow.key(of, purpose, n) for n in range(number)]
    return [ShardRow(key.pk, key.sk, is_open=True, entries={}) for key in keys]


def put(
    of: str, purpose: Purpose, shards: int, name: str, entry: object, *, instead_of: object = None
) -> bool:
    """Put an entry into the shard it belongs to, if that is open and holds none under this name (or exactly `instead_of`).

    Returns
    -------
    bool
        False when nothing was put: `look` says why. A put whose answer was lost finds its own entry there.
    """
    key = ShardRow.key(of, purpose, shard_of(name, shards))
    values: dict[str, Any] = {":new": {"S": _text(purpose, entry)}, ":open": {"BOOL": True}}
    condition = "#open = :open AND attribute_not_exists(#entries.#name)"
    if instead_of is not None:
        values[":old"] = {"S": _text(purpose, instead_of)}
        condition = "#open = :open AND #entries.#name = :old"
    try:
        call(
            lambda: client().update_item(
                TableName=ShardRow.Meta.table_name,
                Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}},
                UpdateExpression="SET #entries.#name = :new",
                ConditionExpression=condition,
                ExpressionAttributeNames={"#entries": "entries", "#name": name, "#open": "is_open"},
                ExpressionAttributeValues=values,
            )
        )
    except ClientError as fault:
        if fault.response.get("Error", {}).get("Code") == "ConditionalCheckFailedException":
            return False
        raise
    return True


def look(of: str, purpose: Purpose, shards: int, name: str) -> Any:
    """Return the entry under a name; None when there is none."""
    (row,) = read([ShardRow.key(of, purpose, shard_of(name, shards))], consistent=True)
    text = row.entries.as_dict().get(name) if row else None
    return _entry(purpose, text) if text else None


def contents(of: str, purpose: Purpose, shards: int) -> dict[str, Any]:
    """Return all entries of all shards, by name."""
    rows = read([ShardRow.key(of, purpose, n) for n in range(shards)], consistent=True)
    return {
        name: _entry(purpose, text)
        for row in rows
        if row is not None
        for name, text in row.entries.as_dict().items()
    }


def close(of: str, purpose: Purpose, shards: int) -> None:
    """Close all shards; closing again changes nothing."""
    for number in range(shards):
        key = ShardRow.key(of, purpose, number)
        request = {
            "TableName": ShardRow.Meta.table_name,
            "Key": {"pk": {"S": key.pk}, "sk": {"S": key.sk}},
            "UpdateExpression": "SET #open = :closed",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeNames": {"#open": "is_open"},
            "ExpressionAttributeValues": {":closed": {"BOOL": False}},
        }
        call(lambda: client().update_item(**request))  # noqa: B023 - called before the next round


def _text(purpose: Purpose, entry: Any) -> str:
    is_many = purpose is Purpose.PRESENT
    told = [document_of(each) for each in entry] if is_many else document_of(entry)
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _entry(purpose: Purpose, text: str) -> Any:
    told, read_one = json.loads(text), codec(_RECORDS[purpose]).thing
    return tuple(map(read_one, told)) if purpose is Purpose.PRESENT else read_one(told)
