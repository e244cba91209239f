"""What is kept of a household beside its accounts: consents, absences and care for boards, words to it, its door plate."""

from __future__ import annotations

from collections.abc import Collection

from kernel import clock
from kernel.storage.dynamo import query, read
from kernel.storage.lists import list_page
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules.standing import NOTHING_NOTED, Note, Plate, Standing
from points.store.board_rows import PlateRow, StandingRow
from points.store.claim_rows import ClaimRow
from points.store.documents import Kept
from points.store.rows import BY_HOUSE, NoteRow

_CLAIMS_LOOKED_AT = 100
_A_READ = 100


_NOTED = Kept(Standing, StandingRow)


def find_standing(work: UnitOfWork, household: str) -> Standing:
    """Return what the village notes of a household for boards."""
    return _NOTED.find(work, household) or NOTHING_NOTED


def read_standing(household: str) -> Standing:
    """Return what the village notes of a household for boards, where nothing is decided."""
    return _NOTED.read(household) or NOTHING_NOTED


def consenting_in_public(households: Collection[str]) -> set[str]:
    """Return which households consent to be named to readers without login, a hundred in a read."""
    wanted, found = sorted(households), set[str]()
    for first in range(0, len(wanted), _A_READ):
        some = wanted[first : first + _A_READ]
        rows = read([StandingRow.key(one) for one in some])
        found |= {
            one
            for one, row in zip(some, rows, strict=True)
            if row is not None and (noted := _NOTED.of(row)).consent and noted.in_public
        }
    return found


def save_standing(work: UnitOfWork, household: str, noted: Standing) -> None:
    """Note something of a household."""
    _NOTED.save(work, noted, StandingRow.key(household))


def is_objected(household: str) -> bool:
    """Tell whether an objection to a claim or deduction of a household is open."""
    page = query(
        ClaimRow,
        ("house", f"CLAIMS#{household}"),
        index=BY_HOUSE,
        only={"status": "objected"},
        limit=_CLAIMS_LOOKED_AT,
        newest_first=True,
    )
    return bool(page.items)


def newest_notes(household: str, limit: int) -> list[Note]:
    """Return the newest words to a household."""
    page = list_page(NoteRow, ("pk", f"NOTES#{household}"), limit=limit, newest_first=True)
    return [Note(clock.from_iso(row.at), row.kind, Text(row.zh, row.en)) for row in page.rows]


def find_plate_of(work: UnitOfWork, household: str) -> Plate | None:
    """Return a household's plate."""
    return _plate_in(work.find(PlateRow.of(household)))


def read_plate(token: str) -> Plate | None:
    """Return the plate of a token."""
    return _plate_in(read([PlateRow.key(token)])[0])


def add_plate(work: UnitOfWork, plate: Plate) -> None:
    """Keep a plate, to be found by its household and by its token."""
    for key in (PlateRow.of(plate.household), PlateRow.key(plate.token)):
        work.add(
            PlateRow(
                key.pk, key.sk, token=plate.token, household=plate.household, village=plate.village
            )
        )


def _plate_in(row: PlateRow | None) -> Plate | None:
    return Plate(row.token, row.household, row.village) if row else None
