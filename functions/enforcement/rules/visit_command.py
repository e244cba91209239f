"""What is done with an inspection, and what is said with it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from enforcement.rules.inspections import ResultKind
from enforcement.rules.visit_states import VisitAction
from kernel.law import Reference
from kernel.record import record


class SaidPhoto(NamedTuple):
    """A photo or recording as it is named: an upload by its id, or where it is kept, with its SHA-256."""

    taken_at: datetime
    media: str | None = None
    file: str | None = None
    sha256: str | None = None


@record
class VisitCommand:
    """What is to be done with an inspection, and what is said with it.

    Attributes
    ----------
    shown
        Whether the officers showed their certificates first.
    photos
        The photos and recordings of the visit.
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
    photos: tuple[SaidPhoto, ...] = ()
    order: str | None = None
    limit: datetime | None = None
    law: Reference | None = None
    explained: str | None = None
    case: str | None = None
