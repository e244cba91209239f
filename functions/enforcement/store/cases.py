"""Cases as they are kept: the case whole, who handles it, whom it is against, and which acts are fined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from enforcement.rules.case import Case
from enforcement.rules.case_steps import CaseStatus
from enforcement.rules.liability import FinedBefore
from enforcement.rules.money import voucher_known
from enforcement.store.table import BY_LIST, BY_SUBJECT, EnforcementMeta
from kernel import clock
from kernel.clock import midnight_after
from kernel.storage.codec import Codec
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import Listed, indexed_page, list_page
from kernel.storage.rows import Check, Key, Row, SparseDocumentAttribute, Write
from kernel.storage.unit_of_work import UnitOfWork
from kernel.waking import WAITING


class CaseRow(Row):
    """A case: `CASE#{id}` / `CASE`; listed by its town and status, found by the inspection it came of, woken when something ends by law."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    document = SparseDocumentAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    list = UnicodeAttribute()
    place = UnicodeAttribute()
    subject = UnicodeAttribute(null=True)
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, case_id: str) -> Key:
        """Return where a case is."""
        return Key(cls, case_key(case_id), "CASE")


class CaseOfRow(Row):
    """That somebody handles a case, or is its party: `PERSON#{person}` / `CASE#{standing}#{id}`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    case = UnicodeAttribute()


class ActRow(Row):
    """That a decision in force has fined an act: `ACT#{act}` / `FINE`; no `case`: it was revoked."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    case = UnicodeAttribute(null=True)
    fined_at = UnicodeAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, act: str) -> Key:
        """Return where it stands whether an act was fined."""
        return Key(cls, f"ACT#{act}", "FINE")


class PenalisedRow(Row):
    """That a decision penalised a party: `PENALISED#{party}` / `CASE#{id}`; `revoked` once it is no more."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    revoked = BooleanAttribute(default=False)


class VoucherRow(Row):
    """That a bank's voucher stands for money of a case: `VOUCHER#{town}#{voucher}` / `PAID`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    case = UnicodeAttribute()

    @classmethod
    def key(cls, town: str, voucher: str) -> Key:
        """Return where it stands which case a voucher of a town is of."""
        return Key(cls, f"VOUCHER#{town}#{voucher}", "PAID")


_CODEC = Codec(Case)


def case_key(case_id: str) -> str:
    """Return the partition of a case, its record and its papers."""
    return f"CASE#{case_id}"


def find(work: UnitOfWork, case_id: str) -> Case | None:
    """Return a case as it is now."""
    row: CaseRow | None = work.find(CaseRow.key(case_id))
    return from_row(row) if row else None


def load(case_id: str) -> Case | None:
    """Return a case as it is now, where nothing is decided."""
    row = read([CaseRow.key(case_id)], consistent=True)[0]
    return from_row(row) if row else None


def hold(work: UnitOfWork, case: Case) -> None:
    """Let what is decided elsewhere stand only as long as a case stays as it is."""
    key = CaseRow.key(case.id)
    work.write(Check(key, CaseRow.version == work.version(key)))


def from_row(row: CaseRow) -> Case:
    """Return the case a row keeps."""
    return _CODEC.thing(row.document)


def save(work: UnitOfWork, case: Case, before: Case | None = None) -> None:
    """Keep a case, and name it with those it has come to since `before`."""
    key = CaseRow.key(case.id)
    row = CaseRow(
        key.pk,
        key.sk,
        document=_CODEC.document(case),
        version=work.version(key) + 1,
        change_id=work.change_id,
        list=list_of(case.town, case.status),
        place=case.id,
        subject=f"CASES_OF#{case.inspection}" if case.inspection else None,
    )
    wakes = wakes_at(case)
    if wakes:
        row.clock, row.wake_at = WAITING, clock.iso(wakes)
    work.save(row)
    known = _named(before) if before else set[tuple[str, str]]()
    for person, standing in sorted(_named(case) - known):
        link = CaseOfRow(f"PERSON#{person}", f"CASE#{standing}#{case.id}", case=case.id)
        work.write(Write(link))


def _named(case: Case) -> set[tuple[str, str]]:
    named = {(one, "officer") for one in case.officers}
    if case.party and case.party.person:
        named.add((case.party.person, "party"))
    return named


def wakes_at(case: Case) -> datetime | None:
    """Return when something of a case ends by law next."""
    ends = [one.ends_at for one in case.held if one.is_running]
    public = case.publication
    if public and public.is_up and public.until:
        ends.append(midnight_after(public.until))
    return min(ends, default=None)


# Which acts are fined


def fined(work: UnitOfWork, act: str) -> bool:
    """Tell whether a decision in force has fined an act."""
    row: ActRow | None = work.find(ActRow.key(act))
    return bool(row and row.case)


def fine(work: UnitOfWork, act: str, case: Case, now: datetime) -> None:
    """Note that an act is fined; of two decisions at once one is refused as the second."""
    _note(work, act, case.id, now)


def release(work: UnitOfWork, act: str, now: datetime) -> None:
    """Note that no decision in force fines an act any more."""
    _note(work, act, None, now)


def note_penalised(work: UnitOfWork, party: str, case: Case, *, revoked: bool) -> None:
    """Note that a case has penalised a party, or that its decision is no more."""
    work.write(Write(PenalisedRow(f"PENALISED#{party}", f"CASE#{case.id}", revoked=revoked)))


def was_penalised(party: str) -> bool:
    """Tell whether a decision in force has penalised a party; of its last hundred."""
    page = list_page(PenalisedRow, ("pk", f"PENALISED#{party}"), limit=100, newest_first=True)
    return any(not one.revoked for one in page.rows)


def note_voucher(work: UnitOfWork, voucher: str, case: Case) -> None:
    """Note that a voucher stands for money of a case.

    Raises
    ------
    InvalidFields
        It does for another.
    """
    key = VoucherRow.key(case.town, voucher)
    if work.find(key) is not None:
        raise voucher_known()
    work.add(VoucherRow(key.pk, key.sk, case=case.id))


def _note(work: UnitOfWork, act: str, case_id: str | None, now: datetime) -> None:
    key = ActRow.key(act)
    work.find(key)
    row = ActRow(key.pk, key.sk, fined_at=clock.iso(now), version=work.version(key) + 1)
    row.case = case_id
    work.save(row, otherwise=lambda: FinedBefore(act=act))


# Lists


def list_of(town: str, status: CaseStatus) -> str:
    """Return the partition of the index that lists a town's cases of a status."""
    return f"CASES#{town}#{status}"


def of_town(town: str, status: CaseStatus, limit: int, cursor: str | None) -> Listed:
    """Return one page of a town's cases of one status, oldest first: one Query, and one read of the page's rows."""
    partition = ("list", list_of(town, status))
    return indexed_page(
        CaseRow,
        partition,
        from_row,
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
        fits=lambda one: one.status is status,
    )


def of_person(person: str, standing: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the cases somebody handles (`officer`), or is the party of (`party`), newest first."""
    page = list_page(
        CaseOfRow,
        ("pk", f"PERSON#{person}"),
        within=Range("sk", "begins_with", (f"CASE#{standing}#",)),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    return page._replace(rows=load_all([row.case for row in page.rows]))


def of_inspection(inspection: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the cases that came of an inspection."""
    partition = ("subject", f"CASES_OF#{inspection}")
    return indexed_page(CaseRow, partition, from_row, index=BY_SUBJECT, limit=limit, cursor=cursor)


def load_all(case_ids: Sequence[str]) -> list[Case]:
    """Return cases as they are now, in one read."""
    rows = read([CaseRow.key(one) for one in case_ids])
    return [from_row(row) for row in rows if row is not None]
