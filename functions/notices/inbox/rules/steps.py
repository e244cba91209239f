"""What reporters are told of which step, and who of them.

Who reported a matter hears of its progress and its result (唐山市12345条例 Arts. 24(2), 38: the reporter is told of an extension, asked
about the result). Neither persons nor the words people wrote are among the fields, so that none of it can reach a message (DOMAIN 7).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from escalation.rules.names import TIER_NAMES
from kernel import clock
from kernel.ids import tidy_case_code
from kernel.record import record
from kernel.texts import Text
from kernel.units import Tier, is_code
from notices.inbox.rules.messages import Question
from notices.inbox.rules.texts import Placeholder, instant
from notices.inbox.rules.told import TELLS, Told
from notices.rules.entries import MalformedEntry


@record
class Step:
    """What a message may know of a history entry.

    Attributes
    ----------
    actor
        Who took the step: only to tell whom it concerns, never told to anybody.
    lead_case_code
        Of a merger: the incident it follows from now on.
    """

    incident_id: str
    seq: int
    told: Told
    at: datetime
    case_code: str
    category: str
    tier: Tier
    unit: str
    actor: str
    due_at: datetime | None = None
    lead_case_code: str | None = None


def read_step(row: Mapping[str, Any]) -> Step | None:
    """Return what a history row has to tell reporters; None when it is nothing to them.

    Parameters
    ----------
    row
        The row as plain values: texts and numbers.

    Raises
    ------
    MalformedEntry
        A field that a message needs is missing or breaks its grammar.
    """
    told = TELLS.get(str(row.get("event")))
    if told is None:
        return None
    try:
        details = json.loads(row.get("details") or "{}")
        # An incident that others are separated from hears nothing of it, nor does anybody of a limit that stayed where it was.
        if (told is Told.SEPARATED and "from" in details) or (
            told is Told.DUE_MOVED and details["from"] == details["to"]
        ):
            return None
        case_code, unit = tidy_case_code(str(row["case_code"])), str(row["responsible_unit"])
        if case_code is None or not is_code(unit):
            raise MalformedEntry("case code or unit")
        lead = details.get("into") if told is Told.MERGED else None
        return Step(
            incident_id=str(row["incident_id"]),
            seq=int(row["seq"]),
            told=told,
            at=clock.from_iso(row["at"]),
            case_code=case_code,
            category=str(row["category"]),
            tier=Tier(row["to_tier"]),
            unit=unit,
            actor=str(row["actor"]),
            due_at=clock.from_iso(row["due_at"]) if row.get("due_at") else None,
            lead_case_code=tidy_case_code(str(lead)) if lead else None,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        # Only the kind of fault: the row's values may hold what people wrote.
        raise MalformedEntry(type(fault).__name__) from None


class Following(Protocol):
    """Who follows an incident, and what may be said of its result (`incidents.following`)."""

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who reported it, joined it, or was merged into it."""
        ...

    @property
    def reported_for(self) -> str | None:
        """Whom it was reported for."""
        ...

    @property
    def category(self) -> Text | None:
        """What its category is called."""
        ...

    @property
    def rating_days(self) -> int:
        """For how many days a result may be rated."""
        ...

    @property
    def answers(self) -> Mapping[str, Text]:
        """The standard answers of who is not satisfied."""
        ...


def audience(step: Step, following: Following) -> list[str]:
    """Return who is told of a step.

    Who reported for somebody else has the receipt: of the report only the other one hears. That somebody joined is told to who did, as a
    receipt; nobody else is told of an own act.
    """
    match step.told:
        case Told.REPORTED:
            concerned = {following.reported_for} - {step.actor}
        case Told.JOINED:
            concerned = {step.actor}
        case _:
            concerned = set(following.people) - {step.actor}
    return [person for person in following.people if person in concerned]


def question(step: Step, following: Following) -> Question | None:
    """Return what the message of a result asks; None for all other messages."""
    if step.told is not Told.CONFIRMED:
        return None
    return Question(step.at + timedelta(days=following.rating_days), following.answers)


def values(step: Step, following: Following, unit: Text | None) -> dict[Placeholder, Text | None]:
    """Return what the placeholders of a step's text stand for; None where nobody knows."""
    asked = question(step, following)
    return {
        Placeholder.CASE_CODE: Text(step.case_code, step.case_code),
        Placeholder.CATEGORY: following.category,
        Placeholder.TIER: TIER_NAMES[step.tier],
        Placeholder.UNIT: unit,
        Placeholder.DUE: instant(step.due_at),
        Placeholder.RATE_UNTIL: instant(asked.until if asked else None),
        Placeholder.LEAD_CASE_CODE: Text(step.lead_case_code, step.lead_case_code)
        if step.lead_case_code
        else None,
    }
