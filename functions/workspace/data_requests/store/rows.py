"""The rows of requests about own data, in the workspace's table."""

from __future__ import annotations

import os
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.storage.codec import Codec
from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import Key, Row, TableMeta
from workspace.data_requests.rules.request_states import DataRequestStatus
from workspace.data_requests.rules.requests import DataRequest, terms

BY_LIST = "by_list"


class WorkspaceMeta(TableMeta):
    """`Meta` of every row in the workspace's table."""

    table_name = os.environ.get("WORKSPACE_TABLE", "workspace")


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(WorkspaceMeta):
        """The workspace's table."""


class DataRequestRow(Row):
    """A request: `DATAREQUEST#{id}` / `DATAREQUEST`; listed by its status in the index `by_list`, what is due first on top."""

    class Meta(WorkspaceMeta):
        """The workspace's table."""

    id = UnicodeAttribute()
    person = UnicodeAttribute()
    kind = UnicodeAttribute()
    about = UnicodeAttribute(null=True)
    field = UnicodeAttribute(null=True)
    value = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    asked_at = UnicodeAttribute()
    due_at = UnicodeAttribute()
    decided_at = UnicodeAttribute(null=True)
    steps = NumberAttribute()
    version = NumberAttribute()
    list = UnicodeAttribute()
    expires_at = NumberAttribute(null=True)

    @classmethod
    def key(cls, request_id: str) -> Key:
        """Return where the request of this id is."""
        return Key(cls, f"DATAREQUEST#{request_id}", "DATAREQUEST")


class DataRequestStepRow(Row):
    """One step of a request: `DATAREQUEST#{id}` / `HIST#{seq}`; written once, never changed."""

    class Meta(WorkspaceMeta):
        """The workspace's table."""

    seq = NumberAttribute()
    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_role = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    change_id = UnicodeAttribute()
    expires_at = NumberAttribute(null=True)


class AskedRow(Row):
    """That a person asked: `PERSON#{person}` / `DATAREQUEST#{id}`."""

    class Meta(WorkspaceMeta):
        """The workspace's table."""

    id = UnicodeAttribute()


class OpenTallyRow(Row):
    """How many requests of a person wait for an answer: `PERSON#{person}` / `OPEN`."""

    class Meta(WorkspaceMeta):
        """The workspace's table."""

    waiting = NumberAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, person_id: str) -> Key:
        """Return where a person's open requests are counted."""
        return Key(cls, f"PERSON#{person_id}", "OPEN")


def list_of(status: DataRequestStatus) -> str:
    """Return the partition of the index that lists requests of a status."""
    return f"DATAREQUESTS#{status}"


_CODEC = Codec(DataRequest)


def to_row(request: DataRequest) -> DataRequestRow:
    """Return the row of a request."""
    key = DataRequestRow.key(request.id)
    row = DataRequestRow(key.pk, key.sk, list=list_of(request.status))
    _CODEC.put(row, request)
    if request.decided_at is not None:
        row.expires_at = kept_until(request.decided_at)
    return row


def from_row(row: DataRequestRow) -> DataRequest:
    """Return the request a row keeps."""
    return _CODEC.take(row)


def kept_until(decided_at: datetime) -> int:
    """Return when a request that was answered goes, in seconds since 1970: what was asked and answered is kept as long as the terms say."""
    day = decided_at.astimezone(clock.SHANGHAI).date()
    last = clock.months_after(day, terms().kept_months)
    return int(datetime(last.year, last.month, last.day, tzinfo=clock.SHANGHAI).timestamp())
