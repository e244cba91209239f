"""The steps that everything owed has in common, as its history says them: reminded, supervised, counted anew, passed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from escalation.rules import climbing
from escalation.rules.climbing import HOLIDAYS_PUBLISHED, LIMIT_PASSED, NOBODY_HOLDS_POST, C
from escalation.rules.clocked import Addressee, Clocked, Entry, Wake
from escalation.rules.events import OwedEvent
from kernel.actors import CLOCK, Actor


def entry(
    event: str,
    before: Clocked,
    after: Clocked,
    now: datetime,
    actor: Actor,
    *,
    reason: str | None = None,
    reason_code: str | None = None,
    details: Mapping[str, Any] | None = None,
    addressees: tuple[Addressee, ...] = (),
    first: bool = False,
) -> Entry:
    """Return the entry of a step from `before` to `after`."""
    return Entry(
        event=event,
        at=now,
        actor=actor,
        from_status=None if first else before.status,
        to_status=after.status,
        from_tier=None if first else before.tier,
        to_tier=after.tier,
        responsible_unit=after.responsible_unit,
        reason=reason,
        reason_code=reason_code,
        details=details or {},
        addressees=addressees,
    )


def remind(thing: C, now: datetime) -> tuple[C, tuple[Entry, ...]]:
    """Remind the responsible unit that its limit is near."""
    after = climbing.without(thing, Wake.REMIND)
    addressees = climbing.to_the_responsible(thing)
    return after, (entry(OwedEvent.REMINDED, thing, after, now, CLOCK, addressees=addressees),)


def supervision_entry(before: Clocked, after: Clocked, now: datetime) -> Entry:
    """Return the entry that says that the county was urged, and for how many times now."""
    return entry(
        OwedEvent.SUPERVISED,
        before,
        after,
        now,
        CLOCK,
        addressees=climbing.to_the_responsible(before),
        reason_code=LIMIT_PASSED,
        details={"count": after.supervisions},
    )


def recount_entry(before: Clocked, after: Clocked, now: datetime) -> Entry:
    """Return the entry that says from which instant to which a limit moved, now that a year's holidays are known.

    The responsible unit is told where it is another instant.
    """
    assert before.due_at is not None
    assert after.due_at is not None
    return entry(
        OwedEvent.DUE_RECOUNTED,
        before,
        after,
        now,
        CLOCK,
        reason_code=HOLIDAYS_PUBLISHED,
        details={
            "from": before.due_at.isoformat(),
            "to": after.due_at.isoformat(),
            "provisional": after.provisional,
        },
        addressees=climbing.to_the_responsible(after) if after.due_at != before.due_at else (),
    )


def tier_skips(stages: Sequence[Clocked], now: datetime) -> tuple[Entry, ...]:
    """Say of each unit that was passed over why: nobody holds the post there."""
    return tuple(
        entry(
            OwedEvent.TIER_SKIPPED,
            below,
            above,
            now,
            CLOCK,
            reason_code=NOBODY_HOLDS_POST,
            addressees=climbing.to_the_responsible(above),
        )
        for below, above in pairwise(stages)
    )
