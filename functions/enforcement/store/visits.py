"""Inspections: one, a town's of a status, a firm's, and how often a firm was inspected in a year."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute

from enforcement.rules.visits import Visit, VisitStatus
from enforcement.store.kept import KeptRow
from enforcement.store.table import BY_LIST, BY_SUBJECT, EnforcementMeta
from kernel.storage.codec import Codec
from kernel.storage.lists import Listed, indexed_page
from kernel.storage.rows import Check, Key, Row
from kernel.storage.unit_of_work import UnitOfWork


class VisitRow(KeptRow):
    """An inspection: `INSPECTION#{id}` / `INSPECTION`; listed by its town and status, and by its firm."""

    @classmethod
    def key(cls, visit_id: str) -> Key:
        """Return where the inspection of this id is."""
        return Key(cls, f"INSPECTION#{visit_id}", "INSPECTION")


class FirmYearRow(Row):
    """How often a firm was inspected in a year by kinds that count: `FIRM#{town}#{code}` / `YEAR#{year}`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    done = NumberAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, town: str, firm: str, year: int) -> Key:
        """Return where a firm's year is counted."""
        return Key(cls, f"FIRM#{town}#{firm}", f"YEAR#{year}")


_VISITS = Codec(Visit)


def find(work: UnitOfWork, visit_id: str) -> Visit | None:
    """Return an inspection as it is now."""
    row: VisitRow | None = work.find(VisitRow.key(visit_id))
    return _visit_in(row) if row else None


def load(visit_id: str) -> Visit | None:
    """Return an inspection as it is now, where nothing is decided."""
    return find(UnitOfWork(), visit_id)


def save(work: UnitOfWork, visit: Visit) -> None:
    """Keep an inspection."""
    key = VisitRow.key(visit.id)
    work.save(
        VisitRow(
            key.pk,
            key.sk,
            document=_VISITS.document(visit),
            version=visit.version,
            list=f"INSPECTIONS#{visit.town}#{visit.status}",
            subject=f"FIRM#{visit.town}#{visit.firm}" if visit.firm else None,
            place=visit.id,
        )
    )


def hold(work: UnitOfWork, visit: Visit) -> None:
    """Let what is decided elsewhere stand only as long as an inspection stays as it is."""
    work.write(Check(VisitRow.key(visit.id), VisitRow.version == visit.version))


def done_in(work: UnitOfWork, town: str, firm: str, year: int) -> int:
    """Return how often a firm was inspected in a year by kinds that count."""
    row: FirmYearRow | None = work.find(FirmYearRow.key(town, firm, year))
    return int(row.done) if row else 0


def count(work: UnitOfWork, town: str, firm: str, year: int) -> None:
    """Count one more inspection of a firm's year."""
    key, done = FirmYearRow.key(town, firm, year), done_in(work, town, firm, year) + 1
    work.save(FirmYearRow(key.pk, key.sk, done=done, version=work.version(key) + 1))


def of_town(town: str, status: VisitStatus, limit: int, cursor: str | None) -> Listed:
    """Return one page of a town's inspections of a status, oldest first."""
    listed = f"INSPECTIONS#{town}#{status}"
    return indexed_page(
        VisitRow,
        ("list", listed),
        _visit_in,
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
        fits=lambda one: one.status is status,
    )


def of_firm(town: str, firm: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a firm's inspections, newest first."""
    return indexed_page(
        VisitRow,
        ("subject", f"FIRM#{town}#{firm}"),
        _visit_in,
        index=BY_SUBJECT,
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )


def _visit_in(row: VisitRow) -> Visit:
    return _VISITS.thing(row.document)
