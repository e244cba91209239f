"""What a notice may know of an entry of a history, and who is told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from escalation.rules.clocked import Severity
from incidents.rules.incident import ConfirmStage
from kernel import clock
from kernel.ids import tidy_case_code
from kernel.record import record
from kernel.units import Tier, is_code
from notices.rules.events import AnyEvent, event_named
from notices.rules.wordings import FOLLOW_UP_WORDINGS, WORDINGS, Wording

FOLLOW_UP: Final = "obligation"
"""The subject of an entry that is not about an incident."""
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")


class MalformedEntry(ValueError):
    """A history entry lacks what a notice is made of; it ends in the dead-letter queue."""


class Addressee(NamedTuple):
    """A unit that is told, through the topic of its tier; a grid is told through the village's."""

    tier: Tier
    unit: str


class Since(StrEnum):
    """What has become of a thing while the notice of an entry waited."""

    MOVED_ON = "moved_on"
    OVER = "over"


@record
class Entry:
    """What a notice may know of a history entry; `incident_id` is the follow-up's where it is about one.

    Neither persons nor the words people wrote are among the fields, so that none of it can reach a
    message (DOMAIN 7).
    """

    incident_id: str
    seq: int
    event: AnyEvent
    case_code: str
    unit: str
    category: str
    severity: Severity
    at: datetime
    due_at: datetime | None = None
    status: str | None = None
    from_tier: Tier | None = None
    to_tier: Tier | None = None
    reason_code: str | None = None
    confirm_stage: ConfirmStage | None = None
    epoch: int | None = None
    addressees: tuple[Addressee, ...] = ()
    is_follow_up: bool = False
    since: Since | None = None

    @property
    def wording(self) -> Wording:
        """What is said of it, if units are told."""
        return (FOLLOW_UP_WORDINGS if self.is_follow_up else WORDINGS)[self.event]


def read_entry(row: Mapping[str, Any]) -> Entry:
    """Return the entry a history row of the incidents' table holds, of an incident or a follow-up.

    Parameters
    ----------
    row
        The row as plain values: texts and numbers.

    Raises
    ------
    MalformedEntry
        A field that a notice needs is missing or breaks its grammar, or somebody is to be told of an
        event that has no words.
    """
    try:
        unit, category = str(row["unit"]), str(row["category"])
        case_code = tidy_case_code(str(row["case_code"]))
        if case_code is None or not is_code(unit) or not _SLUG.fullmatch(category):
            raise MalformedEntry("case code, unit or category")
        event, addressees = event_named(row["event"]), _addressees(row.get("addressees"))
        is_follow_up = row.get("subject") == FOLLOW_UP
        if addressees and event not in (FOLLOW_UP_WORDINGS if is_follow_up else WORDINGS):
            raise MalformedEntry("event")
        reason_code = row.get("reason_code")
        return Entry(
            incident_id=str(row["incident_id"]),
            seq=int(row["seq"]),
            event=event,
            case_code=case_code,
            unit=unit,
            category=category,
            severity=Severity(row["severity"]),
            at=clock.from_iso(row["at"]),
            due_at=clock.from_iso(row["due_at"]) if row.get("due_at") else None,
            status=row.get("to_status") or row.get("from_status"),
            from_tier=Tier(row["from_tier"]) if row.get("from_tier") else None,
            to_tier=Tier(row["to_tier"]) if row.get("to_tier") else None,
            reason_code=reason_code if reason_code and _SLUG.fullmatch(reason_code) else None,
            confirm_stage=_confirm_stage(row.get("details")),
            epoch=int(row["epoch"]) if row.get("epoch") is not None else None,
            addressees=addressees,
            is_follow_up=is_follow_up,
        )
    except (KeyError, TypeError, ValueError) as fault:
        # Only the kind of fault: the row's values may hold what people wrote.
        raise MalformedEntry(type(fault).__name__) from None


def write_entry(entry: Entry) -> dict[str, Any]:
    """Return what `read_entry` reads the entry from again; its addressees are left out.

    A notice that waits keeps this, so that it can be composed when its time comes.
    """
    details = {"confirm_stage": entry.confirm_stage} if entry.confirm_stage else None
    row = {
        "incident_id": entry.incident_id,
        "seq": entry.seq,
        "event": entry.event,
        "case_code": entry.case_code,
        "unit": entry.unit,
        "category": entry.category,
        "severity": entry.severity,
        "at": clock.iso(entry.at),
        "due_at": clock.iso(entry.due_at) if entry.due_at else None,
        "to_status": entry.status,
        "from_tier": entry.from_tier,
        "to_tier": entry.to_tier,
        "reason_code": entry.reason_code,
        "details": json.dumps(details) if details else None,
        "epoch": entry.epoch,
        "subject": FOLLOW_UP if entry.is_follow_up else None,
    }
    return {name: value for name, value in row.items() if value is not None}


def _confirm_stage(details: str | None) -> ConfirmStage | None:
    # Nothing else is taken from the details: they may hold what people wrote.
    try:
        return ConfirmStage(json.loads(details or "{}")["confirm_stage"])
    except (KeyError, TypeError, ValueError):
        return None


def _addressees(text: str | None) -> tuple[Addressee, ...]:
    named = [Addressee(Tier(one["tier"]), str(one["unit"])) for one in json.loads(text or "[]")]
    if not all(is_code(one.unit) for one in named):
        raise MalformedEntry("addressee")
    return tuple(dict.fromkeys(named))
