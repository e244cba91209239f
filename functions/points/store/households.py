"""What is kept of a household beside its accounts: consents, absences and care for boards, words to it, its door plate."""

from __future__ import annotations

import json
from typing import Any

from kernel import clock
from kernel.storage.dynamo import query, read
from kernel.storage.lists import list_page
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules.standing import NOTHING_NOTED, Absence, Note, Plate, Standing
from points.store.board_rows import PlateRow, StandingRow
from points.store.claim_rows import ClaimRow
from points.store.documents import as_json
from points.store.rows import BY_HOUSE, NoteRow

_CLAIMS_LOOKED_AT = 100


def find_standing(work: UnitOfWork, household: str) -> Standing:
    """Return what the village notes of a household for boards."""
    return _standing_in(work.find(StandingRow.key(household)))


def read_standing(household: str) -> Standing:
    """Return what the village notes of a household for boards, where nothing is decided."""
    return _standing_in(read([StandingRow.key(household)], consistent=True)[0])


def save_standing(work: UnitOfWork, household: str, noted: Standing) -> None:
    """Note something of a household."""
    key = StandingRow.key(household)
    told: dict[str, Any] = {
        "consent": noted.consent,
        "away": [list(span) for span in noted.away],
        "care": noted.care,
    }
    work.save(
        StandingRow(
            key.pk, key.sk, document=as_json(told), version=noted.version, change_id=work.change_id
        )
    )


def _standing_in(row: StandingRow | None) -> Standing:
    if row is None:
        return NOTHING_NOTED
    told: dict[str, Any] = json.loads(row.document)
    away = tuple(Absence(*span) for span in told["away"])
    return Standing(told["consent"], away, bool(told["care"]), int(row.version))


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
                key.pk,
                key.sk,
                token=plate.token,
                household=plate.household,
                village=plate.village,
            )
        )


def _plate_in(row: PlateRow | None) -> Plate | None:
    return Plate(row.token, row.household, row.village) if row else None
