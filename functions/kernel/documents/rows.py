"""The rows of documents. Each context keeps them in its own table: subclass with that table's `Meta`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.files import KEPT
from kernel.storage.rows import Key, Row
from kernel.texts import Named

STOPPED_AFTER = timedelta(minutes=25)
"""Longer than all tries of the worker take, and less than the queue hides a message whose worker was cut off."""


class DocumentStatus(Named):
    """How far a document is."""

    QUEUED = "queued", "正在生成", "being written"
    DONE = "done", "已生成", "ready"
    FAILED = "failed", "生成失败", "failed"


class DocumentRow(Row):
    """A document: `DOCUMENT#{id}` / `DOCUMENT`; what it says was settled when it was asked for, the file is made of it at any time.

    Attributes
    ----------
    template
        The name of its template, version included.
    values
        What it is filled in with, as JSON.
    number, number_of
        How its number is written, and which it is of the series.
    """

    id = UnicodeAttribute()
    unit = UnicodeAttribute()
    template = UnicodeAttribute()
    title = UnicodeAttribute()
    values = JSONAttribute()
    number = UnicodeAttribute(null=True)
    number_of = NumberAttribute(null=True)
    number_year = NumberAttribute(null=True)
    status = UnicodeAttribute()
    size = NumberAttribute(null=True)
    failure = UnicodeAttribute(null=True)
    requested_by = UnicodeAttribute()
    requested_at = UnicodeAttribute()
    finished_at = UnicodeAttribute(null=True)
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, document_id: str) -> Key:
        """Return where a document is."""
        return Key(cls, f"DOCUMENT#{document_id}", "DOCUMENT")

    @property
    def file_key(self) -> str:
        """Where its file is."""
        return f"files/documents/{self.id}.docx"

    @property
    def kept_until(self) -> datetime | None:
        """Until when its file is there; None while there is none."""
        if self.status != DocumentStatus.DONE.value:
            return None
        return clock.from_iso(self.finished_at) + KEPT

    def status_at(self, now: datetime) -> DocumentStatus:
        """Return how far it is: one that waits for longer than a worker can take has failed."""
        waited = now - clock.from_iso(self.requested_at)
        if self.status == DocumentStatus.QUEUED.value and waited > STOPPED_AFTER:
            return DocumentStatus.FAILED
        return DocumentStatus(self.status)

    def is_on_its_way_or_there(self, now: datetime) -> bool:
        """Tell whether nobody has to ask for its file: the worker is at it, or it is kept still."""
        kept = self.kept_until
        waits = self.status_at(now) is DocumentStatus.QUEUED
        return waits or (kept is not None and now < kept)

    def with_(self, change_id: str, **more: Any) -> Self:
        """Return the row with other values, one version on."""
        values: dict[str, Any] = {**self.attribute_values, **more, "change_id": change_id}
        values["version"] = int(self.version) + 1
        given: Any = {name: value for name, value in values.items() if value is not None}
        return type(self)(**given)
