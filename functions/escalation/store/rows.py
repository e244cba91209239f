"""The rows of whatever has a clock, and of its history: what every kind has in common, in whichever table it lies."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from escalation.rules.climbing import look_at
from escalation.rules.clocked import Clocked, Entry, Mark, Severity, Wake
from kernel import clock
from kernel.storage.dynamo import Range, query
from kernel.storage.rows import Ensure, Key, Row, Write
from kernel.units import Tier

COUNTY = os.environ.get("COUNTY_CODE", "140426")

_A_SWEEP = 100


class ClockedRow(Row):
    """What every row with a clock has, whatever it is; attributes are those of `rules.clocked.Clocked`.

    Attributes
    ----------
    clock, look_at
        In which town's partition the sweep finds it, and when it has to look: to wake it, or to arm a mark that was far away.
    """

    id = UnicodeAttribute()
    case_code = UnicodeAttribute()
    unit = UnicodeAttribute()
    status = UnicodeAttribute()
    tier = UnicodeAttribute()
    responsible_unit = UnicodeAttribute()
    due_at = UnicodeAttribute(null=True)
    clock = UnicodeAttribute(null=True)
    look_at = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)
    wake_action = UnicodeAttribute(null=True)
    later = JSONAttribute(null=True)
    epoch = NumberAttribute()
    armed_for = UnicodeAttribute(null=True)
    clock_started_at = UnicodeAttribute(null=True)
    provisional = BooleanAttribute()
    version = NumberAttribute()
    entries = NumberAttribute()
    policy_version = NumberAttribute()
    supervisions = NumberAttribute()
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    closed_at = UnicodeAttribute(null=True)
    change_id = UnicodeAttribute()


class StepRow(Row):
    """One step of something owed, beside it: `HIST#{seq}`; carries what notices need, so that they read nothing more."""

    incident_id = UnicodeAttribute()
    seq = NumberAttribute()
    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_name = UnicodeAttribute()
    actor_role = UnicodeAttribute(null=True)
    actor_unit = UnicodeAttribute(null=True)
    from_status = UnicodeAttribute(null=True)
    to_status = UnicodeAttribute()
    from_tier = UnicodeAttribute(null=True)
    to_tier = UnicodeAttribute()
    responsible_unit = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    reason_code = UnicodeAttribute(null=True)
    details = JSONAttribute(null=True)
    addressees = UnicodeAttribute()
    epoch = NumberAttribute()
    due_at = UnicodeAttribute(null=True)
    unit = UnicodeAttribute()
    category = UnicodeAttribute()
    severity = UnicodeAttribute()
    case_code = UnicodeAttribute()


class Recorded(Protocol):
    """What the history of something owed says of it at each step."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def entries(self) -> int:
        """How many steps its history has."""
        ...

    @property
    def epoch(self) -> int:
        """Its clock epoch."""
        ...

    @property
    def unit(self) -> str:
        """Where it is."""
        ...

    @property
    def category(self) -> str:
        """What it is about."""
        ...

    @property
    def severity(self) -> Severity:
        """How pressing it is."""
        ...

    @property
    def case_code(self) -> str:
        """What people call it."""
        ...


def history_writes(
    model: type[StepRow], key: Key, thing: Recorded, entries: Sequence[Entry]
) -> list[Write]:
    """Return the writes of the last entries of a thing's history.

    Parameters
    ----------
    model
        The context's own rows of a history.
    key
        Where the thing itself is: its history is beside it.
    """
    first = thing.entries - len(entries)
    return [
        Write(_history_row(model, key, thing, entry, first + n), Ensure.is_new)
        for n, entry in enumerate(entries, start=1)
    ]


def _history_row(
    model: type[StepRow], key: Key, thing: Recorded, entry: Entry, seq: int
) -> StepRow:
    addressees = [{"tier": str(told.tier), "unit": told.unit} for told in entry.addressees]
    return model(
        key.pk,
        f"HIST#{seq:06d}",
        incident_id=thing.id,
        seq=seq,
        at=clock.iso(entry.at),
        event=str(entry.event),
        actor=entry.actor.person_id,
        actor_name=entry.actor.name,
        actor_role=str(entry.actor.role) if entry.actor.role else None,
        actor_unit=entry.actor.unit,
        from_status=str(entry.from_status) if entry.from_status else None,
        to_status=str(entry.to_status),
        from_tier=str(entry.from_tier) if entry.from_tier else None,
        to_tier=str(entry.to_tier),
        responsible_unit=entry.responsible_unit,
        reason=entry.reason,
        reason_code=entry.reason_code,
        details=dict(entry.details) or None,
        addressees=json.dumps(addressees),
        epoch=thing.epoch,
        due_at=clock.iso(entry.due_at) if entry.due_at else None,
        unit=thing.unit,
        category=thing.category,
        severity=str(thing.severity),
        case_code=thing.case_code,
    )


def _marks(stored: Sequence[Sequence[str]]) -> tuple[Mark, ...]:
    return tuple(Mark(clock.from_iso(at), Wake(wake)) for at, wake in stored)


CLOCKED_KINDS: dict[str, Callable[[Any], Any]] = {
    "tier": Tier,
    "wake_action": Wake,
    "later": _marks,
    **dict.fromkeys(("epoch", "version", "entries", "policy_version", "supervisions"), int),
    **dict.fromkeys(
        ("created_at", "updated_at", "due_at", "wake_at", "armed_for", "clock_started_at"),
        clock.from_iso,
    ),
}
"""How the fields that all kinds share are read from their rows."""


def set_fields(
    row: Any, thing: Clocked, names: Iterable[str], stored_if_any: Container[str] = ()
) -> None:
    """Set the attributes of a row to the fields of a thing of the same name, as they are stored.

    Parameters
    ----------
    stored_if_any
        What is not stored at all where it is empty: a row pays for every kilobyte in each of its indexes.
    """
    kept = row.attribute_values
    for name in names:
        value = getattr(thing, name)
        if name in stored_if_any and not value:
            value = None
        elif isinstance(value, datetime):
            value = clock.iso(value)
        elif isinstance(value, str):
            value = str(value)
        kept[name] = value
    row.later = [[clock.iso(mark.at), str(mark.wake)] for mark in thing.later] or None


def look_at_of(thing: Clocked) -> str | None:
    """Return when the sweep has to look at a thing, as it is stored."""
    at = look_at(thing)
    return clock.iso(at) if at else None


def read_fields(
    row: Any, names: Iterable[str], kinds: Mapping[str, Callable[[Any], Any]]
) -> dict[str, Any]:
    """Return the fields that a row's attributes of the same name hold; what is not stored is left to its default."""
    kept, values = row.attribute_values, dict[str, Any]()
    for name in names:
        value = kept.get(name)
        if value is None:
            continue
        kind = kinds.get(name)
        values[name] = kind(value) if kind else value
    return values


def past(
    model: type[Row], index: str, partition: tuple[str, str], by: str, before: datetime
) -> Iterator[tuple[str, str]]:
    """Give when the clock had to look, and the id, of everything in a partition where that passed before `before`, longest ago first.

    Parameters
    ----------
    by
        The attribute that the index is in the order of.
    """
    start: dict[str, Any] | None = None
    while True:
        page = query(
            model,
            partition,
            index=index,
            within=Range(by, "<", (clock.iso(before),)),
            limit=_A_SWEEP,
            start=start,
        )
        for item in page.items:
            yield item[by]["S"], id_in(item)
        start = page.next_key
        if start is None:
            return


def id_in(item: Mapping[str, Any]) -> str:
    """Return the id of the thing a raw item is of: what follows the kind in its key."""
    return item["pk"]["S"].partition("#")[2]
