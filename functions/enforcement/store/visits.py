"""Inspections: one, a town's of a status, a firm's, and how often a firm was inspected in a year."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute

from enforcement.rules.visit_states import VisitStatus
from enforcement.rules.visits import Visit
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


class GroundRow(Row):
    """How many inspections were made on a clue or case: `CASE#{id}` / `INSPECTED`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    done = NumberAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, case_id: str) -> Key:
        """Return where the inspections made on a clue or case are counted."""
        return Key(cls, f"CASE#{case_id}", "INSPECTED")


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


def made_on(work: UnitOfWork, case_id: str) -> int:
    """Return how many inspections were made on a clue or case."""
    row: GroundRow | None = work.find(GroundRow.key(case_id))
    return int(row.done) if row else 0


def count_on(work: UnitOfWork, case_id: str) -> None:
    """Count one more inspection made on a clue or case."""
    key, done = GroundRow.key(case_id), made_on(work, case_id) + 1
    work.save(GroundRow(key.pk, key.sk, done=done, version=work.version(key) + 1))


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
