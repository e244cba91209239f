"""Exports in the incidents' table, and what they are made of: the incidents of a unit and period with their history, page by page.

An export's row is at once its record: who asked for what, when, and how it ended. It is never deleted; its file is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from escalation.store.rows import COUNTY, ClocksMeta, HistoryRow
from incidents.exports.ledger import Step
from incidents.exports.rules import Failure, Format, Status, has_stopped, ids_of_period
from incidents.rules.incident import Incident
from incidents.store.lists import area_listing
from incidents.store.mapping import from_row
from incidents.store.rows import AnswerRow, IncidentRow
from kernel import clock, ids, paging
from kernel.access import Caller, Post
from kernel.directory import find_units
from kernel.observability import count, log
from kernel.storage.dynamo import Range, query, read, write
from kernel.storage.idempotency import Answered, Once
from kernel.storage.rows import ConditionFailed, Ensure, Key, Row, Write

_KEYS_A_READ = 100

__all__ = ["AnswerRow", "ExportRow"]


class ExportRow(Row):
    """An export: `EXPORTS#{county}` / `{id}`.

    Attributes
    ----------
    resume
        Where reading goes on: the store's own key, as JSON.
    parts
        The names of what was read so far, in order.
    """

    class Meta(ClocksMeta):
        """The incidents' table."""

    export_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    first = UnicodeAttribute()
    last = UnicodeAttribute()
    format = UnicodeAttribute()
    descriptions = BooleanAttribute(default=False)
    language = UnicodeAttribute()
    status = UnicodeAttribute()
    rows_done = NumberAttribute(default=0)
    resume = UnicodeAttribute(null=True)
    all_read = BooleanAttribute(default=False)
    parts = JSONAttribute(default=list)
    size = NumberAttribute(null=True)
    failure = UnicodeAttribute(null=True)
    requested_by = UnicodeAttribute()
    requested_role = UnicodeAttribute()
    requested_unit = UnicodeAttribute()
    requested_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    finished_at = UnicodeAttribute(null=True)
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, export_id: str) -> Key:
        """Return where the export of this id is."""
        return Key(cls, f"EXPORTS#{COUNTY}", export_id)

    @property
    def describe_for(self) -> str | None:
        """The unit that has descriptions in its file; None: nobody."""
        return self.unit if self.descriptions else None

    def with_(self, at: datetime, **more: Any) -> ExportRow:
        """Return the row with other values, one version on."""
        values: dict[str, Any] = {**self.attribute_values, **more, "updated_at": clock.iso(at)}
        values["version"] = int(self.version) + 1
        given: Any = {name: value for name, value in values.items() if value is not None}
        return ExportRow(**given)


class DownloadRow(Row):
    """One address of a file that was given out: `EXPORT#{id}` / `DOWNLOAD#{ulid}`."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    at = UnicodeAttribute()
    person_id = UnicodeAttribute()
    role = UnicodeAttribute()
    post_unit = UnicodeAttribute()


class Kept(NamedTuple):
    """What a request for an export came to: its answer, and whether it had been given before."""

    answered: Answered
    replayed: bool


def requested(
    unit: str,
    first: date,
    last: date,
    written: Format,
    *,
    descriptions: bool,
    language: str,
    by: Caller,
    post: Post,
    at: datetime,
) -> ExportRow:
    """Return the row of an export that is asked for now."""
    export_id = ids.new_id(at)
    return ExportRow(
        *ExportRow.key(export_id)[1:],
        export_id=export_id,
        unit=unit,
        first=first.isoformat(),
        last=last.isoformat(),
        format=str(written),
        descriptions=descriptions,
        language=language,
        status=str(Status.QUEUED),
        requested_by=by.person_id,
        requested_role=str(post.role),
        requested_unit=post.unit,
        requested_at=clock.iso(at),
        updated_at=clock.iso(at),
    )


def keep(row: ExportRow, answered: Answered, once: Once | None, at: datetime) -> Kept:
    """Write a new export, and the answer to its key, in one transaction; or return the answer the key was given first."""
    if once and (before := once.replay(read([once.key], consistent=True)[0])):
        return Kept(before, replayed=True)
    writes = [Write(row, Ensure.is_new)]
    if once:
        writes.append(once.record(answered, at))
    try:
        write(writes)
    except ConditionFailed:
        # Ids are never given twice: a row under this one is our own first arrival.
        if load(row.export_id) is None:
            before = once.replay(read([once.key], consistent=True)[0]) if once else None
            if before is None:
                raise
            return Kept(before, replayed=True)
    return Kept(answered, replayed=False)


def load(export_id: str) -> ExportRow | None:
    """Return an export as it is now, or None."""
    return read([ExportRow.key(export_id)], consistent=True)[0]


def save(before: ExportRow, after: ExportRow) -> bool:
    """Write an export one version on; False when somebody else has moved it."""
    try:
        write([Write(after, ExportRow.version == before.version)])
    except ConditionFailed:
        return False
    return True


def fail(row: ExportRow, why: Failure, at: datetime) -> ExportRow | None:
    """End an export without a file; return it, or None when somebody else has moved it."""
    failed = row.with_(at, status=str(Status.FAILED), failure=str(why), finished_at=clock.iso(at))
    if not save(row, failed):
        return None
    count("ExportsEnded", status=str(failed.status))
    log.info("export ended", export_id=row.export_id, status=failed.status)
    return failed


def as_it_stands(row: ExportRow, now: datetime) -> ExportRow:
    """Return an export as it stands: one whose worker is gone is ended here."""
    if not has_stopped(Status(row.status), clock.from_iso(row.updated_at), now):
        return row
    return fail(row, Failure.INTERRUPTED, now) or load(row.export_id) or row


def exports_page(limit: int, cursor: str | None) -> tuple[list[ExportRow], str | None]:
    """Return one page of the county's exports, newest first."""
    page = query(
        ExportRow,
        ("pk", f"EXPORTS#{COUNTY}"),
        limit=limit,
        start=paging.decode("exports", cursor),
        newest_first=True,
        consistent=True,
    )
    rows = [ExportRow.from_raw_data(item) for item in page.items]
    return rows, paging.encode("exports", page.next_key)


def note_download(row: ExportRow, by: Caller, post: Post, at: datetime) -> None:
    """Put on record that somebody is given the address of a file."""
    entry = DownloadRow(
        f"EXPORT#{row.export_id}",
        f"DOWNLOAD#{ids.new_id(at)}",
        at=clock.iso(at),
        person_id=by.person_id,
        role=str(post.role),
        post_unit=post.unit,
    )
    write([Write(entry, Ensure.is_new)])


def downloads_page(
    export_id: str, limit: int, cursor: str | None
) -> tuple[list[DownloadRow], str | None]:
    """Return one page of the record of an export's downloads, oldest first."""
    listing = f"downloads {export_id}"
    page = query(
        DownloadRow,
        ("pk", f"EXPORT#{export_id}"),
        within=Range("sk", "begins_with", ("DOWNLOAD#",)),
        limit=limit,
        start=paging.decode(listing, cursor),
        consistent=True,
    )
    rows = [DownloadRow.from_raw_data(item) for item in page.items]
    return rows, paging.encode(listing, page.next_key)


class Read(NamedTuple):
    """A page of what a ledger is made of, and where the next one begins (None: that was the last)."""

    incidents: list[tuple[Incident, list[Step]]]
    resume: str | None


def next_incidents(row: ExportRow, most: int) -> Read:
    """Read on where an export stands: at most `most` incidents in the order they were reported, with their whole history.

    A grid's are those of its village with the others left out, so a page of them may be short, even empty, before the end.
    """
    listing = area_listing([row.unit], {}, None)
    least, greatest = ids_of_period(date.fromisoformat(row.first), date.fromisoformat(row.last))
    page = query(
        IncidentRow,
        listing.partition,
        index=listing.index_name,
        within=Range("id", "between", (least, greatest)),
        only=listing.only,
        limit=most,
        start=json.loads(row.resume) if row.resume else None,
    )
    keys = [IncidentRow.key(item["id"]["S"]) for item in page.items]
    incidents = [from_row(found) for found in _read_all(keys) if found is not None]
    resume = json.dumps(page.next_key) if page.next_key else None
    return Read(_with_history(incidents), resume)


def names_of(codes: set[str]) -> dict[str, str]:
    """Return what units are called, by code."""
    return {code: unit.name for code, unit in find_units(sorted(codes)).items()}


def _with_history(incidents: Sequence[Incident]) -> list[tuple[Incident, list[Step]]]:
    """Return incidents with their histories: an incident knows how many entries it has, so they are read by key, not one by one."""
    keys = {
        incident.id: [
            Key(HistoryRow, f"INC#{incident.id}", f"HIST#{seq:06d}")
            for seq in range(1, incident.entries + 1)
        ]
        for incident in incidents
    }
    wanted = [key for some in keys.values() for key in some]
    found = dict(zip(wanted, _read_all(wanted), strict=True))
    return [
        (incident, [_step(found[key]) for key in keys[incident.id] if found[key] is not None])
        for incident in incidents
    ]


def _step(row: Any) -> Step:
    details: Mapping[str, Any] = row.details or {}
    return Step(
        row.event,
        clock.from_iso(row.at),
        row.to_status,
        clock.from_iso(row.due_at) if row.due_at else None,
        row.actor_unit,
        row.reason_code,
        details,
    )


def _read_all(keys: Sequence[Key]) -> list[Any]:
    rows: list[Any] = []
    for first in range(0, len(keys), _KEYS_A_READ):
        rows += read(keys[first : first + _KEYS_A_READ], consistent=True)
    return rows
