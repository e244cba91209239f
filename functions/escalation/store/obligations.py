"""Obligations in DynamoDB: rows of their own in the incidents' table for now, kept by the same clocks, streams and reconciler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from escalation.rules.clocked import Entry, Staffing
from escalation.rules.obligations import Kind, Obligation, ObligationChange, ObligationStatus
from escalation.store.rows import (
    CLOCKED_KINDS,
    COUNTY,
    ClockedRow,
    ClocksMeta,
    HistoryRow,
    history_writes,
    read_fields,
    set_fields,
)
from escalation.store.staffing import staffing_keys, staffing_of
from kernel import clock, ids, paging
from kernel.directory import Remembered
from kernel.storage.dynamo import query, read
from kernel.storage.idempotency import Answered, Once
from kernel.storage.lists import history_page
from kernel.storage.rows import Ensure, Key, Write
from kernel.storage.unit_of_work import UnitOfWork, carry_out

ROW = "FOLLOWUP"


class ObligationRow(ClockedRow):
    """An obligation as it is now: `FOLLOWUP#{id}` / `FOLLOWUP`; attributes are those of `rules.Obligation`.

    `listed_in` places it in the list of the unit that answers for it, apart from that unit's incidents.
    """

    class Meta(ClocksMeta):
        """The table of what has a clock."""

    kind = UnicodeAttribute()
    about = JSONAttribute()
    listed_in = UnicodeAttribute(null=True, attr_name="queue")

    @classmethod
    def key(cls, obligation_id: str) -> Key:
        """Return where the obligation of this id is."""
        return Key(cls, f"{ROW}#{obligation_id}", ROW)

    @classmethod
    def list_of(cls, unit: str) -> str:
        """Return the partition of the index by queue that lists what a unit answers for."""
        return f"{ROW}#{unit}"


_FIELDS = tuple(
    field.name for field in fields(Obligation) if field.name not in ("turn", "later", "about")
)
_KINDS: dict[str, Callable[[Any], Any]] = {
    **CLOCKED_KINDS,
    "kind": Kind,
    "status": ObligationStatus,
    "closed_at": clock.from_iso,
}


class Outcome(NamedTuple):
    """What a change came to: the obligation now (None: an earlier answer was replayed), its entries, and the answer."""

    obligation: Obligation | None
    entries: tuple[Entry, ...]
    answered: Answered


def load(obligation_id: str) -> Obligation | None:
    """Return an obligation as it is now, or None."""
    return load_all([obligation_id]).get(obligation_id)


def load_all(obligation_ids: Sequence[str], *, consistent: bool = True) -> dict[str, Obligation]:
    """Return obligations as they are now, in one read; what is not there is left out."""
    if not obligation_ids:
        return {}
    rows = read([ObligationRow.key(one) for one in obligation_ids], consistent=consistent)
    return {row.id: _from_row(row) for row in rows if row}


def writes(change: ObligationChange) -> list[Write]:
    """Return the writes of a change, to be made together with whatever brought it about."""
    seen = change.before.version if change.before else 0
    unmoved = (ObligationRow.version == seen) if seen else Ensure.is_new
    after = change.after
    return [
        Write(_to_row(after), unmoved),
        *history_writes(ObligationRow.key(after.id), after, change.entries),
    ]


def change(
    obligation_id: str,
    decide: Callable[[Obligation], ObligationChange | None],
    *,
    once: Once | None = None,
    answer: Callable[[Obligation], Answered] | None = None,
) -> Outcome | None:
    """Load, decide, save in one unit of work.

    Returns
    -------
    Outcome or None
        None when there is no such obligation or nothing to do.

    Raises
    ------
    SomebodyWasFaster
        It changed under every try.
    """

    def on(work: UnitOfWork) -> ObligationChange | None:
        row = work.find(ObligationRow.key(obligation_id))
        decided = decide(_from_row(row)) if row else None
        if decided is None:
            return None
        decided = stamped(decided, work.change_id)
        work.write(*writes(decided))
        return decided

    def answered(decided: ObligationChange | None) -> Answered:
        return answer(decided.after) if answer and decided else Answered(200, "")

    outcome = carry_out(on, once=once, answer=answered)
    if outcome.result is not None:
        change = outcome.result
        return Outcome(change.after, change.entries, outcome.answered or Answered(200, ""))
    if outcome.replayed and once:
        return Outcome(None, (), outcome.answered or Answered(200, ""))
    return None


def stamped(decided: ObligationChange, change_id: str | None = None) -> ObligationChange:
    """Give a change an id of its own, by which it recognises its own first arrival."""
    stamp = change_id or ids.new_id(clock.now())
    return decided._replace(after=replace(decided.after, change_id=stamp))


def waiting_at(unit: str, limit: int, cursor: str | None) -> tuple[list[Obligation], str | None]:
    """Return one page of what a unit answers for, what is due first on top: one Query, and one read of the page's rows."""
    listing = ObligationRow.list_of(unit)
    page = query(
        ObligationRow,
        ("queue", listing),
        index="by_queue",
        limit=limit,
        start=paging.decode(listing, cursor),
    )
    found = load_all([item["id"]["S"] for item in page.items], consistent=False)
    # The index may lag: what has been closed or gone up meanwhile is not the unit's any more.
    mine = [one for one in found.values() if one.turn == unit]
    return mine, paging.encode(listing, page.next_key)


def timeline_page(
    obligation_id: str, limit: int, cursor: str | None
) -> tuple[list[HistoryRow], str | None]:
    """Return one page of an obligation's history, oldest first."""
    return history_page(HistoryRow, ObligationRow.key(obligation_id).pk, limit=limit, cursor=cursor)


def staffing_around(obligation: Obligation) -> Staffing:
    """Return who holds the posts above whoever owes an obligation today (remembered rows where possible)."""
    keys = staffing_keys(obligation.unit)
    rows = Remembered.recall(keys)
    return staffing_of(obligation.unit, [rows[key] for key in keys])


def _to_row(obligation: Obligation) -> ObligationRow:
    key = ObligationRow.key(obligation.id)
    row = ObligationRow(
        key.pk,
        key.sk,
        about=dict(obligation.about),
        listed_in=ObligationRow.list_of(obligation.turn) if obligation.turn else None,
        clock=COUNTY if obligation.wake_at else None,
    )
    set_fields(row, obligation, _FIELDS)
    return row


def _from_row(row: ObligationRow) -> Obligation:
    kept = read_fields(row, (*_FIELDS, "later", "about"), _KINDS)
    turn = row.responsible_unit if ObligationStatus(row.status).is_open else None
    return Obligation(**kept, turn=turn)
