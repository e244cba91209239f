"""The unit of work as this context sees it: things by their kind, with their history; it decides nothing and repeats nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from assembly.rules.limits import TooMuchToKeep
from assembly.rules.villages import VillageSettings
from assembly.store.rows import COUNTY, HistoryRow, ThingRow
from assembly.store.things import PLACES, Kept, Thing, document_of, key_of, thing_in
from kernel import clock
from kernel.actors import Actor
from kernel.addressees import Addressee, unit, write
from kernel.problems import NotFound
from kernel.storage.rows import Row
from kernel.storage.unit_of_work import UnitOfWork

_LABELS = ("type", "body_kind", "subject_kind", "kind")


_FULL = 300_000
_FULLEST = 380_000
_A_LAST_WORD = 2_000
"""A row holds 400 KB. Above `_FULL` bytes nothing is added to a thing but a last word, so that whoever fills one stops nobody else's step."""


class Work:
    """Things as they will be, on one unit of work.

    Attributes
    ----------
    unit
        The unit of work itself, for what another context or the kernel writes along: what is owed, numbers, documents.
    """

    def __init__(self, unit: UnitOfWork | None = None) -> None:
        self.unit = unit or UnitOfWork()
        self._notes = 0

    def load(self, *things: tuple[type, str]) -> None:
        """Read those not read yet in one round trip, as they are now."""
        self.unit.load(key_of(record, thing_id) for record, thing_id in things)

    def _row(self, record: type, thing_id: str) -> ThingRow | None:
        return self.unit.find(key_of(record, thing_id))

    def find(self, record: type[Thing], thing_id: str) -> Thing | None:
        """Return a thing as it will be; None where there is none."""
        row = self._row(record, thing_id)
        return thing_in(row) if row is not None else None

    def get(self, record: type[Thing], thing_id: str) -> Thing:
        """Return a thing as it will be.

        Raises
        ------
        NotFound
            There is none.
        """
        found = self.find(record, thing_id)
        if found is None:
            raise NotFound
        return found

    def version(self, record: type, thing_id: str) -> int:
        """Return the version a thing will have; 0 where there is none."""
        row = self._row(record, thing_id)
        return int(row.version) if row is not None else 0

    def made_on(self, record: type, thing_id: str) -> date:
        """Return the day a thing was made; today for one that is not written yet."""
        row = self._row(record, thing_id)
        made = clock.from_iso(row.created_at) if row is not None else clock.now()
        return made.astimezone(clock.SHANGHAI).date()

    def save(self, thing: Kept) -> None:
        """Keep a thing; one that was not looked for is new.

        Raises
        ------
        TooMuchToKeep
            It would outgrow its row.
        """
        key = key_of(type(thing), thing.id)
        before: ThingRow | None = self.unit.find(key) if self.unit.was_read(key) else None
        row = _row(thing, before)
        _refuse_outgrown(row.document, before)
        row.version, row.change_id = self.unit.version(key) + 1, self.unit.change_id
        self.unit.save(row)

    def add(self, *rows: Row) -> None:
        """Add rows that must be new."""
        self.unit.add(*rows)

    def note(
        self,
        thing: Kept,
        event: str,
        actor: Actor,
        *,
        hears: Iterable[Addressee] | None = None,
        **details: Any,
    ) -> None:
        """Add to the history of a thing.

        Parameters
        ----------
        hears
            Who hears of it; None: whoever's turn it is.
        """
        at, turn = clock.now(), getattr(thing, "turn", None)
        if hears is None:
            hears = [unit(turn)] if turn else []
        self._notes += 1
        self.add(
            HistoryRow(
                key_of(type(thing), thing.id).pk,
                f"HIST#{self.unit.change_id}#{self._notes:02d}",
                village=thing.village,
                at=clock.iso(at),
                event=event,
                actor=actor.person_id,
                actor_role=actor.role,
                actor_unit=actor.unit,
                details=details or None,
                addressees=write(hears),
                due_at=getattr(thing, "due_at", None),
            )
        )


def _refuse_outgrown(document: Mapping[str, Any], before: ThingRow | None) -> None:
    weight = _weight_of(document)
    if weight <= _FULL:
        return
    grown = weight - (_weight_of(before.document) if before is not None else 0)
    if grown > 0 and (weight > _FULLEST or grown > _A_LAST_WORD):
        raise TooMuchToKeep


def _weight_of(document: Mapping[str, Any]) -> int:
    return len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def _row(thing: Kept, before: ThingRow | None) -> ThingRow:
    def said(name: str) -> Any:
        return getattr(thing, name, None)

    (kind, listed_by), now = PLACES[type(thing)], clock.iso(clock.now())
    wake_at, due_at = said("wake_at"), said("due_at")
    parent = COUNTY if isinstance(thing, VillageSettings) else said(listed_by or "")
    key = ThingRow.key(kind, thing.id)
    return ThingRow(
        key.pk,
        key.sk,
        kind=kind,
        id=thing.id,
        village=thing.village,
        title=said("listed_as") or said("title"),
        label=next((named for name in _LABELS if (named := said(name))), None),
        status=said("status"),
        document=document_of(thing),
        listing=f"{kind}#{parent}" if listed_by else None,
        rank=thing.id if listed_by else None,
        # The queue holds only what has a day, the clock only what it still has to look at.
        turn=said("turn") if due_at else None,
        due_at=due_at,
        clock=COUNTY if wake_at else None,
        wake_at=wake_at,
        created_at=before.created_at if before is not None else now,
        updated_at=now,
    )
