"""moto as it is, only quicker: AWS in process for the tests of stores and handlers.

For every row of a transaction moto copies the whole table, in case it must take the transaction back; it dresses every request and
answer in HTTP and walks the service's description for both; and it prepares a thousand addresses for a library that nothing here calls.
botocore reads a service's description anew for every client. Here a client is made once, a transaction keeps the rows it touches, and
rows go in and out as the DynamoDB JSON that they are on the wire. What is decided, and how a refusal is worded, is moto's own code;
`tests/integration/test_quick_moto.py` holds the two against each other.
"""

from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import moto.core.models
from botocore.awsrequest import AWSPreparedRequest
from botocore.client import BaseClient
from botocore.config import Config
from botocore.session import Session
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.utils import camelcase_to_underscores
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.models.utilities import dynamo_json_dump
from moto.dynamodb.responses import DynamoHandler

from tests.support.tracing import untraced

ROWS_ONLY = {
    *("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"),
    *("BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems"),
}
"""The operations whose requests and answers are JSON as it stands: no times, no enumerations."""

_HOST = re.compile(r"https://dynamodb\.([a-z0-9-]+)\.amazonaws\.com")
_LARGEST_ROW = 405_000
"""Bytes; where moto draws the line."""

_KEPT = {"dynamodb", "kms", "s3", "secretsmanager", "sqs"}
"""Of which services a client serves all tests of a process; tests listen in on the others, whose clients are made anew."""

_by_moto = BotocoreStubber.process_request
_make_client = Session.create_client
_clients: dict[tuple[str, ...], Any] = {}
_transact = DynamoDBBackend.transact_write_items


def _process_request(self: BotocoreStubber, request: AWSPreparedRequest) -> Any:
    """Answer a request for rows without HTTP; leave everything else, and every refusal, to moto."""
    at = _HOST.match(request.url or "")
    target = request.headers.get("X-Amz-Target", "")
    operation = (target if isinstance(target, str) else target.decode()).rpartition(".")[2]
    if not at or operation not in ROWS_ONLY:
        return _by_moto(self, request)
    handler = DynamoHandler()
    handler.current_account, handler.region = DEFAULT_ACCOUNT_ID, at[1]
    handler.body = json.loads(request.body)  # type: ignore[arg-type]
    try:
        said = getattr(handler, camelcase_to_underscores(operation))().result or {}
    except Exception:  # noqa: BLE001 - nothing was written; moto refuses once more, in the service's words
        return _by_moto(self, request)
    body = dynamo_json_dump({name: value for name, value in said.items() if value is not None})
    return 200, {"Content-Type": "application/x-amz-json-1.0", "x-amzn-requestid": "r-1"}, body


def _transact_write_items(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """Write all or nothing; only the rows named are kept for taking it back."""
    before = [kept for entry in transact_items if (kept := _row_before(self, entry))]
    try:
        # moto's own copy of a table is the table itself, so that taking it back is left to us.
        with patch.object(Table, "__deepcopy__", lambda table, _: table, create=True):
            _transact(self, transact_items)
    except Exception:
        for table, key, row in before:
            _put_back(table, *key, row)
        raise


def _row_before(
    backend: DynamoDBBackend, entry: dict[str, Any]
) -> tuple[Table, tuple[Any, Any], Item | None] | None:
    """Return the row that an entry of a transaction names, as it is now; None where there can be none."""
    operation, said = next(iter(entry.items()))
    table = backend.tables.get(said.get("TableName", ""))
    named = said.get("Item" if operation == "Put" else "Key", {})
    if table is None or any(name not in named for name in table.table_key_attrs):
        return None
    key = backend.get_keys_value(table, named)
    return table, key, copy.deepcopy(table.get_item(*key))


def _put_back(table: Table, partition: Any, sort: Any, row: Item | None) -> None:
    rows: Any
    rows, place = (table.items, partition) if sort is None else (table.items[partition], sort)
    if row is None:
        rows.pop(place, None)
    else:
        rows[place] = row


def _fill_item(self: Item, hash_key: Any, range_key: Any, attrs: dict[str, Any]) -> None:
    """Make a row and weigh it once; moto weighs it at every attribute."""
    self.hash_key, self.range_key, self.attrs = hash_key, range_key, LimitedSizeDict()
    for name, value in attrs.items():
        dict.__setitem__(self.attrs, name, DynamoType(value))
    if self.size() > _LARGEST_ROW:
        raise ItemSizeTooLarge


def _create_client(self: Session, service_name: str, *said: Any, **more: Any) -> Any:
    """Return the client that was made the same way before: to make one takes longer than most tests."""
    if service_name not in _KEPT:
        return _make_client(self, service_name, *said, **more)
    config = vars(more.get("config") or Config())
    surroundings = (os.environ.get(name, "") for name in ("AWS_REGION", "AWS_DEFAULT_REGION"))
    named = {name: value for name, value in more.items() if name != "config"}
    key = (self.user_agent_name, service_name, repr(config), *surroundings, repr((said, named)))
    if key not in _clients:
        _clients[key] = _make_client(self, service_name, *said, **more)
    return _clients[key]


@contextmanager
def aws_in_process(config: Any = None) -> Iterator[None]:
    """Put moto in the place of AWS, quickly; `config` is moto's."""
    with ExitStack() as stack:
        for owner, name, instead in (
            (BotocoreStubber, "process_request", untraced()(_process_request)),
            (BaseClient, "_make_api_call", untraced()(vars(BaseClient)["_make_api_call"])),
            (DynamoDBBackend, "transact_write_items", _transact_write_items),
            (Item, "__init__", _fill_item),
            (Session, "create_client", _create_client),
            (moto.core.models, "RESPONSES_METHODS", ()),  # for `requests`, which nothing here calls
        ):
            stack.enter_context(patch.object(owner, name, instead))
        stack.enter_context(mock_aws(config=config))
        yield
