"""What is done with an inspection, and what is said with it."""

from __future__ import annotations

from datetime import datetime

from enforcement.rules.inspections import ResultKind
from enforcement.rules.visits import (
    VisitAction,
)
from kernel.law import Reference
from kernel.record import record


@record
class VisitCommand:
    """What is to be done with an inspection, and what is said with it.

    Attributes
    ----------
    shown
        Whether the officers showed their certificates first.
    photos
        Where each is, its SHA-256, and when it was taken.
    explained, law
        How the law was explained to the party, and which.
    """

    action: VisitAction
    reason: str | None = None
    way: str | None = None
    officers: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    shown: bool = False
    result: ResultKind | None = None
    checklist: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    record: str | None = None
    signed: bool = False
    refusal: str | None = None
    photos: tuple[tuple[str, str, datetime], ...] = ()
    order: str | None = None
    limit: datetime | None = None
    law: Reference | None = None
    explained: str | None = None
    case: str | None = None
