"""The file of a case, the sheets of its reviewers, and who answers for it: `CASE#{id}` / `FILE`, `SHEET#{person}`, `LIABILITY#{id}`."""

from __future__ import annotations

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute

from enforcement.rules.case_files import CaseFileRecord
from enforcement.rules.file_review import MOST_REVIEWERS, Sheet
from enforcement.rules.wrong_cases import MOST_LIABILITIES, Liability
from enforcement.store.table import BY_LIST, EnforcementMeta
from kernel.storage.codec import Codec
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import Listed, indexed_page, list_page
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork


class FileRow(Row):
    """The file of a case: `CASE#{id}` / `FILE`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    number = UnicodeAttribute()
    cover = UnicodeAttribute()
    index = UnicodeAttribute()
    holds = NumberAttribute()
    composed_by = UnicodeAttribute()
    composed_at = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, case: str) -> Key:
        """Return where the file of a case is, by the partition of the case."""
        return Key(cls, case, "FILE")


class SheetRow(Row):
    """What one reviewer gave: `CASE#{id}` / `SHEET#{person}`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    reviewer = UnicodeAttribute()
    items = ListAttribute[str]()
    points = ListAttribute[int]()
    defects = ListAttribute[str]()
    comment = UnicodeAttribute()
    given_at = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, case: str, reviewer: str) -> Key:
        """Return where what a reviewer gave is."""
        return Key(cls, case, f"SHEET#{reviewer}")


class LiabilityRow(Row):
    """Whether a person answers for a case: `CASE#{id}` / `LIABILITY#{person}`; listed by town and status, by its day."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    id = UnicodeAttribute()
    town = UnicodeAttribute()
    person = UnicodeAttribute()
    part = UnicodeAttribute()
    wrong = UnicodeAttribute()
    found_by = UnicodeAttribute()
    opened_by = UnicodeAttribute()
    opened_at = UnicodeAttribute()
    due_at = UnicodeAttribute()
    status = UnicodeAttribute()
    statement = UnicodeAttribute(null=True)
    cause = UnicodeAttribute(null=True)
    harm = UnicodeAttribute(null=True)
    correction = UnicodeAttribute(null=True)
    measure = UnicodeAttribute(null=True)
    ground = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    decided_by = UnicodeAttribute(null=True)
    decided_at = UnicodeAttribute(null=True)
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    list = UnicodeAttribute()
    place = UnicodeAttribute()

    @classmethod
    def key(cls, case: str, person: str) -> Key:
        """Return where it is whether a person answers for a case."""
        return Key(cls, case, f"LIABILITY#{person}")


_FILES = Codec(CaseFileRecord, kept_as={"case": "pk"})
_SHEETS = Codec(Sheet, kept_as={"case": "pk"})
_LIABILITIES = Codec(Liability, kept_as={"case": "pk"})


def find_file(work: UnitOfWork, case: str) -> CaseFileRecord | None:
    """Return the file of a case as it will be."""
    row: FileRow | None = work.find(FileRow.key(case))
    return _FILES.take(row) if row else None


def load_file(case: str) -> CaseFileRecord | None:
    """Return the file of a case as it is now."""
    row = read([FileRow.key(case)], consistent=True)[0]
    return _FILES.take(row) if row else None


def save_file(work: UnitOfWork, file: CaseFileRecord) -> None:
    """Keep the file of a case."""
    row = FileRow(file.case, "FILE", change_id=work.change_id)
    _FILES.put(row, file)
    work.save(row)


def find_sheet(work: UnitOfWork, case: str, reviewer: str) -> Sheet | None:
    """Return what a reviewer gave, as it will be."""
    row: SheetRow | None = work.find(SheetRow.key(case, reviewer))
    return _SHEETS.take(row) if row else None


def save_sheet(work: UnitOfWork, sheet: Sheet) -> None:
    """Keep what a reviewer gave."""
    key = SheetRow.key(sheet.case, sheet.reviewer)
    row = SheetRow(key.pk, key.sk, change_id=work.change_id)
    _SHEETS.put(row, sheet)
    work.save(row)


def sheets_of(case: str) -> list[Sheet]:
    """Return what all reviewers gave; there are few."""
    within = Range("sk", "begins_with", ("SHEET#",))
    rows = list_page(SheetRow, ("pk", case), within=within, limit=MOST_REVIEWERS).rows
    return [_SHEETS.take(row) for row in rows]


def find_liability(work: UnitOfWork, case: str, person: str) -> Liability | None:
    """Return whether a person answers for a case, as it will be."""
    row: LiabilityRow | None = work.find(LiabilityRow.key(case, person))
    return _LIABILITIES.take(row) if row else None


def save_liability(work: UnitOfWork, one: Liability) -> None:
    """Keep whether a person answers for a case."""
    key = LiabilityRow.key(one.case, one.person)
    row = LiabilityRow(
        key.pk,
        key.sk,
        change_id=work.change_id,
        list=f"LIABILITIES#{one.town}#{one.status}",
    )
    _LIABILITIES.put(row, one)
    row.place = row.due_at
    work.save(row)


def liabilities_of(case: str) -> list[Liability]:
    """Return who answers for a case; there are few."""
    within = Range("sk", "begins_with", ("LIABILITY#",))
    rows = list_page(LiabilityRow, ("pk", case), within=within, limit=MOST_LIABILITIES).rows
    return [_LIABILITIES.take(row) for row in rows]


def liabilities_in(town: str, status: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a town's liabilities of a status, what is due first on top."""
    partition = ("list", f"LIABILITIES#{town}#{status}")
    return indexed_page(
        LiabilityRow,
        partition,
        _LIABILITIES.take,
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
        fits=lambda one: str(one.status) == status,
    )
