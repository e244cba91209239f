"""Obligations as they are kept: loaded, written with their history, listed, found by the sweep and the recount."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

from escalation.rules.clocked import Staffing
from escalation.rules.obligation_states import ObligationStatus
from escalation.rules.obligations import Obligation, ObligationChange
from escalation.store.obligation_rows import (
    BY_LOOK,
    BY_RECOUNT,
    BY_TURN,
    CERTAIN,
    PROVISIONAL,
    ObligationRow,
    ObligationStepRow,
)
from escalation.store.partitions import partition_of, partitions
from escalation.store.rows import (
    CLOCKED_KINDS,
    history_writes,
    id_in,
    look_at_of,
    past,
    read_fields,
    set_fields,
)
from escalation.store.staffing import holders_of, staffing_keys, staffing_of
from kernel import clock
from kernel.directory import Remembered, UnitRow
from kernel.storage.dynamo import query, read, read_attributes
from kernel.storage.lists import Listed, history_page, list_page
from kernel.storage.unit_of_work import UnitOfWork

_A_PAGE = 50
_A_READ = 100
_STORED_APART = ("turn", "later", "about", "way")
_FIELDS = tuple(field.name for field in fields(Obligation) if field.name not in _STORED_APART)
_KINDS: dict[str, Callable[[Any], Any]] = {
    **CLOCKED_KINDS,
    "status": ObligationStatus,
    "way": tuple,
    "extended": int,
    "closed_at": clock.from_iso,
}


def load(obligation_id: str) -> Obligation | None:
    """Return an obligation as it is now, or None."""
    return load_all([obligation_id]).get(obligation_id)


def load_all(obligation_ids: Sequence[str], *, consistent: bool = True) -> dict[str, Obligation]:
    """Return obligations as they are now, in one read; what is not there is left out."""
    if not obligation_ids:
        return {}
    rows = read([ObligationRow.key(one) for one in obligation_ids], consistent=consistent)
    return {row.id: _from_row(row) for row in rows if row}


def find_all(work: UnitOfWork, obligation_ids: Sequence[str]) -> dict[str, Obligation]:
    """Return obligations as a unit of work sees them, in one read."""
    rows = work.find_all([ObligationRow.key(one) for one in obligation_ids])
    return {row.id: _from_row(row) for row in rows if row}


def save(work: UnitOfWork, change: ObligationChange) -> Obligation:
    """Keep a change with its history, if nobody has changed the obligation since it was read."""
    after = replace(change.after, change_id=work.change_id)
    key = ObligationRow.key(after.id)
    work.save(_to_row(after))
    work.write(*history_writes(ObligationStepRow, key, after, change.entries))
    return after


def waiting_at(unit: str, limit: int, cursor: str | None) -> tuple[list[Obligation], str | None]:
    """Return one page of what a unit answers for, what is due first on top: one Query, and one read of the page's rows."""
    found = list_page(ObligationRow, ("turn", unit), index=BY_TURN, limit=limit, cursor=cursor)
    ids = [row.pk.partition("#")[2] for row in found.rows]
    # The index may lag: what has been closed or gone up meanwhile is not the unit's any more.
    mine = [one for one in load_all(ids, consistent=False).values() if one.turn == unit]
    return mine, found.next_cursor


class Waiting(NamedTuple):
    """An obligation that waits at a unit, by its key, and until when."""

    pk: str
    due_at: str | None


MOST_COUNTED = 500
"""So much of what waits at a unit is counted; beyond this the number tells no more."""


def waiting_keys(unit: str) -> tuple[list[Waiting], bool]:
    """Return what waits at a unit, and whether there is more than is counted: one Query of keys."""
    page = query(ObligationRow, ("turn", unit), index=BY_TURN, limit=MOST_COUNTED)
    found = [Waiting(item["pk"]["S"], item.get("due_at", {}).get("S")) for item in page.items]
    return found, page.next_key is not None


def owners_of(pks: Sequence[str]) -> dict[str, str]:
    """Return who owes what, by key; what is closed meanwhile, or not there, is left out."""
    found: dict[str, str] = {}
    for start in range(0, len(pks), _A_READ):
        some = pks[start : start + _A_READ]
        keys = [ObligationRow.key(pk.partition("#")[2]) for pk in some]
        for pk, item in zip(some, read_attributes(keys, ("unit", "closed_at")), strict=True):
            if item and "S" not in item.get("closed_at", {}):
                found[pk] = item["unit"]["S"]
    return found


def timeline_page(obligation_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of an obligation's history, oldest first."""
    pk = ObligationRow.key(obligation_id).pk
    return history_page(ObligationStepRow, pk, limit=limit, cursor=cursor)


def overslept(before: Any) -> list[Iterator[tuple[str, str]]]:
    """Give what the clock should have looked at before an instant, a stream for each town and one for the county."""
    return [
        past(ObligationRow, BY_LOOK, ("clock", place), "look_at", before) for place in partitions()
    ]


def doubtful(
    everything: bool, resume: dict[str, Any] | None
) -> tuple[list[str], dict[str, Any] | None]:
    """Return a page of the ids of what the recount has to look at, and where to go on; None: that was all.

    Parameters
    ----------
    everything
        Also what was counted for certain: a notice has been corrected.
    """
    resume = resume or {"list": PROVISIONAL, "start": None}
    page = query(
        ObligationRow,
        ("recount", resume["list"]),
        index=BY_RECOUNT,
        limit=_A_PAGE,
        start=resume["start"],
    )
    ids = [id_in(item) for item in page.items]
    if page.next_key:
        return ids, {**resume, "start": page.next_key}
    if everything and resume["list"] == PROVISIONAL:
        return ids, {"list": CERTAIN, "start": None}
    return ids, None


def staffing_around(obligation: Obligation) -> Staffing:
    """Return who holds the posts at the units of an obligation's ladder today (remembered rows where possible)."""
    place, _, _ = obligation.unit.partition("-")
    keys = staffing_keys(place)
    teams = {unit: UnitRow.key(unit) for unit in (obligation.unit, *obligation.way) if "-" in unit}
    rows = Remembered.recall([*keys, *teams.values()])
    staffing = staffing_of(place, [rows[key] for key in keys])
    return replace(
        staffing, teams={unit: holders_of(unit, rows[key]) for unit, key in teams.items()}
    )


def _to_row(obligation: Obligation) -> ObligationRow:
    key = ObligationRow.key(obligation.id)
    is_counted = obligation.is_open and obligation.counted
    row = ObligationRow(
        key.pk,
        key.sk,
        about=dict(obligation.about),
        way=list(obligation.way),
        turn=obligation.turn,
        clock=partition_of(obligation.unit) if obligation.wake_at else None,
        look_at=look_at_of(obligation),
        recount=(PROVISIONAL if obligation.provisional else CERTAIN) if is_counted else None,
    )
    set_fields(row, obligation, _FIELDS)
    return row


def _from_row(row: ObligationRow) -> Obligation:
    kept = read_fields(row, (*_FIELDS, "later", "about", "way"), _KINDS)
    turn = row.responsible_unit if ObligationStatus(row.status).is_open else None
    return Obligation(**kept, turn=turn)
