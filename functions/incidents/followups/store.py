"""Follow-ups in the incidents' table: rows of their own beside the incidents, kept by the same clocks, streams and reconciler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from incidents.followups.rules import FollowUp, FollowUpChange, FollowUpStatus, Kind
from incidents.rules.clocked import Entry, Staffing
from incidents.store import (
    CLOCKED_KINDS,
    COUNTY,
    ClockedRow,
    HistoryRow,
    IncidentsMeta,
    SomebodyWasFaster,
    history_writes,
    read_fields,
    set_fields,
    staffing_keys,
    staffing_of,
)
from kernel import clock, ids, paging
from kernel.directory import Remembered
from kernel.problems import Problem
from kernel.storage.dynamo import Range, query, read, write
from kernel.storage.idempotency import Answered, Once
from kernel.storage.rows import ConditionFailed, Ensure, Key, Write

ROW = "FOLLOWUP"

_ATTEMPTS = 3


class FollowUpRow(ClockedRow):
    """A follow-up as it is now: `FOLLOWUP#{id}` / `FOLLOWUP`; attributes are those of `rules.FollowUp`.

    `listed_in` places it in the list of the unit that answers for it, apart from that unit's incidents.
    """

    class Meta(IncidentsMeta):
        """The incidents' table."""

    kind = UnicodeAttribute()
    about = JSONAttribute()
    listed_in = UnicodeAttribute(null=True, attr_name="queue")

    @classmethod
    def key(cls, follow_up_id: str) -> Key:
        """Return where the follow-up of this id is."""
        return Key(cls, f"{ROW}#{follow_up_id}", ROW)

    @classmethod
    def list_of(cls, unit: str) -> str:
        """Return the partition of the index by queue that lists what a unit answers for."""
        return f"{ROW}#{unit}"


_FIELDS = tuple(
    field.name for field in fields(FollowUp) if field.name not in ("turn", "later", "about")
)
_KINDS: dict[str, Callable[[Any], Any]] = {
    **CLOCKED_KINDS,
    "kind": Kind,
    "status": FollowUpStatus,
    "closed_at": clock.from_iso,
}


class Outcome(NamedTuple):
    """What a change came to: the follow-up now (None: an earlier answer was replayed), its entries, and the answer."""

    follow_up: FollowUp | None
    entries: tuple[Entry, ...]
    answered: Answered


def load(follow_up_id: str) -> FollowUp | None:
    """Return a follow-up as it is now, or None."""
    return load_all([follow_up_id]).get(follow_up_id)


def load_all(follow_up_ids: Sequence[str], *, consistent: bool = True) -> dict[str, FollowUp]:
    """Return follow-ups as they are now, in one read; what is not there is left out."""
    if not follow_up_ids:
        return {}
    rows = read([FollowUpRow.key(one) for one in follow_up_ids], consistent=consistent)
    return {row.id: _from_row(row) for row in rows if row}


def writes(change: FollowUpChange) -> list[Write]:
    """Return the writes of a change, to be made together with whatever brought it about."""
    seen = change.before.version if change.before else 0
    unmoved = (FollowUpRow.version == seen) if seen else Ensure.is_new
    after = change.after
    return [
        Write(_to_row(after), unmoved),
        *history_writes(FollowUpRow.key(after.id), after, change.entries),
    ]


def change(
    follow_up_id: str,
    decide: Callable[[FollowUp], FollowUpChange | None],
    *,
    once: Once | None = None,
    answer: Callable[[FollowUp], Answered] | None = None,
) -> Outcome | None:
    """Load, decide, save; decide again on the newer state when somebody was faster.

    Returns
    -------
    Outcome or None
        None when there is no such follow-up or nothing to do.

    Raises
    ------
    SomebodyWasFaster
        It changed under every try.
    """
    for _ in range(_ATTEMPTS):
        before = load(follow_up_id)
        try:
            decided = decide(before) if before else None
        except Problem:
            # The same request may have made the move just now.
            if replayed := _replay(once):
                return Outcome(None, (), replayed)
            raise
        if decided is None:
            return None
        decided = stamped(decided)
        after = decided.after
        answered = answer(after) if answer else Answered(200, "")
        records = [once.record(answered, after.updated_at)] if once else []
        try:
            write([*writes(decided), *records])
        except ConditionFailed:
            present = load(follow_up_id)
            if present is None or present.change_id != after.change_id:
                if replayed := _replay(once):
                    return Outcome(None, (), replayed)
                continue
        return Outcome(after, decided.entries, answered)
    raise SomebodyWasFaster


def stamped(decided: FollowUpChange) -> FollowUpChange:
    """Give a change an id of its own, by which it recognises its own first arrival."""
    stamp = ids.new_id(clock.now())
    return decided._replace(after=replace(decided.after, change_id=stamp))


def waiting_at(unit: str, limit: int, cursor: str | None) -> tuple[list[FollowUp], str | None]:
    """Return one page of what a unit answers for, what is due first on top: one Query, and one read of the page's rows."""
    listing = FollowUpRow.list_of(unit)
    page = query(
        FollowUpRow,
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
    follow_up_id: str, limit: int, cursor: str | None
) -> tuple[list[HistoryRow], str | None]:
    """Return one page of a follow-up's history, oldest first."""
    listing = f"timeline {ROW} {follow_up_id}"
    page = query(
        HistoryRow,
        ("pk", FollowUpRow.key(follow_up_id).pk),
        within=Range("sk", "begins_with", ("HIST#",)),
        limit=limit,
        start=paging.decode(listing, cursor),
        consistent=True,
    )
    rows = [HistoryRow.from_raw_data(item) for item in page.items]
    return rows, paging.encode(listing, page.next_key)


def staffing_around(follow_up: FollowUp) -> Staffing:
    """Return who holds the posts above whoever owes a follow-up today (remembered rows where possible)."""
    keys = staffing_keys(follow_up.unit)
    rows = Remembered.recall(keys)
    return staffing_of(follow_up.unit, [rows[key] for key in keys])


def _replay(once: Once | None) -> Answered | None:
    return once.replay(read([once.key], consistent=True)[0]) if once else None


def _to_row(follow_up: FollowUp) -> FollowUpRow:
    key = FollowUpRow.key(follow_up.id)
    row = FollowUpRow(
        key.pk,
        key.sk,
        about=dict(follow_up.about),
        listed_in=FollowUpRow.list_of(follow_up.turn) if follow_up.turn else None,
        clock=COUNTY if follow_up.wake_at else None,
    )
    set_fields(row, follow_up, _FIELDS)
    return row


def _from_row(row: FollowUpRow) -> FollowUp:
    kept = read_fields(row, (*_FIELDS, "later", "about"), _KINDS)
    turn = row.responsible_unit if FollowUpStatus(row.status).is_open else None
    return FollowUp(**kept, turn=turn)
