"""The history of a thing: append-only, beside it, in the transaction of the change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kernel import clock, ids
from kernel.actors import Actor
from kernel.addressees import Addressee, write
from kernel.addressees import household as everybody_of
from kernel.storage.lists import Listed, history_page
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules.history import HistoryStep
from points.store.documents import as_json, line_in
from points.store.rows import HistoryRow, NoteRow


def note_step(
    work: UnitOfWork,
    pk: str,
    seq: int,
    event: str,
    actor: Actor,
    now: datetime,
    *,
    reason: str | None = None,
    details: Mapping[str, Any] | None = None,
    addressees: Sequence[Addressee] = (),
) -> None:
    """Note a step of a thing.

    Parameters
    ----------
    addressees
        Who is to hear of it.
    """
    row = step_row(pk, seq, event, actor, now, work.change_id)
    row.reason = reason
    row.details = as_json(details) if details else None
    row.addressees = write(addressees)
    work.add(row)


def step_row(
    pk: str, seq: int, event: str, actor: Actor, now: datetime, change_id: str
) -> HistoryRow:
    """Return the row of a step."""
    return HistoryRow(
        pk,
        f"HIST#{seq:06d}",
        seq=seq,
        at=clock.iso(now),
        event=event,
        actor=actor.person_id,
        actor_name=actor.name,
        actor_role=actor.role,
        change_id=change_id,
    )


def steps_of(pk: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a thing's history, oldest first."""
    page = history_page(HistoryRow, pk, limit=limit, cursor=cursor)
    return page._replace(rows=[line_in(HistoryStep, row, details=json.loads) for row in page.rows])


def tell_household(
    work: UnitOfWork,
    household: str,
    kind: str,
    text: Text,
    now: datetime,
    *,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write a word to a household, shown on its page.

    Parameters
    ----------
    details
        What its phones are told of it as well; None where the history of a thing tells them.
    """
    work.add(
        NoteRow(
            f"NOTES#{household}",
            ids.new_id(now),
            at=clock.iso(now),
            kind=kind,
            zh=text.zh,
            en=text.en,
            details=as_json(details) if details else None,
            addressees=write([everybody_of(household)]) if details else None,
        )
    )
