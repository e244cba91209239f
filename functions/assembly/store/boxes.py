"""Boxes: what hundreds of people write at once, each exactly once.

An entry is put by one conditional update of one row, no transaction, so that voters never conflict with each other but only wait for the
few who share their box. Once every box is closed, what is in them is all there will ever be.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from botocore.exceptions import ClientError

from assembly.rules.votes import box_of
from assembly.store.rows import BoxRow
from kernel.storage.dynamo import call, client, read


class Purpose(StrEnum):
    """What is collected."""

    PRESENT = "present"
    CAST = "cast"
    ISSUED = "issued"
    BALLOTS = "ballots"


def new_boxes(of: str, purpose: Purpose, number: int) -> list[BoxRow]:
    """Return empty, open boxes."""
    keys = [BoxRow.key(of, purpose, n) for n in range(number)]
    return [BoxRow(key.pk, key.sk, is_open=True, entries={}) for key in keys]


def put(
    of: str,
    purpose: Purpose,
    boxes: int,
    name: str,
    entry: Mapping[str, Any] | list[Any],
    *,
    instead_of: Mapping[str, Any] | list[Any] | None = None,
) -> bool:
    """Put an entry into the box it belongs to, if that is open and holds none under this name (or exactly `instead_of`).

    Returns
    -------
    bool
        False when nothing was put: `look` says why. A put whose answer was lost finds its own entry there.
    """
    key = BoxRow.key(of, purpose, box_of(name, boxes))
    values: dict[str, Any] = {":new": {"S": _text(entry)}, ":open": {"BOOL": True}}
    condition = "#open = :open AND attribute_not_exists(#entries.#name)"
    if instead_of is not None:
        values[":old"] = {"S": _text(instead_of)}
        condition = "#open = :open AND #entries.#name = :old"
    try:
        call(
            lambda: client().update_item(
                TableName=BoxRow.Meta.table_name,
                Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}},
                UpdateExpression="SET #entries.#name = :new",
                ConditionExpression=condition,
                ExpressionAttributeNames={
                    "#entries": "entries",
                    "#name": name,
                    "#open": "is_open",
                },
                ExpressionAttributeValues=values,
            )
        )
    except ClientError as fault:
        if fault.response.get("Error", {}).get("Code") == "ConditionalCheckFailedException":
            return False
        raise
    return True


def look(of: str, purpose: Purpose, boxes: int, name: str) -> Any:
    """Return the entry under a name; None when there is none."""
    (row,) = read([BoxRow.key(of, purpose, box_of(name, boxes))], consistent=True)
    text = row.entries.as_dict().get(name) if row else None
    return json.loads(text) if text else None


def contents(of: str, purpose: Purpose, boxes: int) -> dict[str, Any]:
    """Return all entries of all boxes, by name."""
    rows = read([BoxRow.key(of, purpose, n) for n in range(boxes)], consistent=True)
    return {
        name: json.loads(text)
        for row in rows
        if row is not None
        for name, text in row.entries.as_dict().items()
    }


def close(of: str, purpose: Purpose, boxes: int) -> None:
    """Close all boxes; closing again changes nothing."""
    for number in range(boxes):
        key = BoxRow.key(of, purpose, number)
        request = {
            "TableName": BoxRow.Meta.table_name,
            "Key": {"pk": {"S": key.pk}, "sk": {"S": key.sk}},
            "UpdateExpression": "SET #open = :closed",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeNames": {"#open": "is_open"},
            "ExpressionAttributeValues": {":closed": {"BOOL": False}},
        }
        call(lambda: client().update_item(**request))  # noqa: B023 - called before the next round


def _text(entry: Any) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
